/// A system call that failed, and what it was for.
package struct KernelError: Error, Hashable, CustomStringConvertible {
  /// The C function, as `bind`.
  package let call: String
  package let errno: Errno
  /// To what, as a path or an address.
  package let object: String?
  package init(call: String, errno: Errno, object: String? = nil) {
    self.call = call
    self.errno = errno
    self.object = object
  }
  package var description: String { "\(call)\(object.map { " \($0)" } ?? ""): \(errno)" }
}

/// An error number; the kernel may know more than are named here.
package struct Errno: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: Int32
  package init(rawValue: Int32) { self.rawValue = rawValue }
  package var description: String { "errno \(rawValue)" }
}
