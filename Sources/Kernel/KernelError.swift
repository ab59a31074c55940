/// A system call that failed, and what it was for.
///
/// EBADF and EFAULT never come this way: they are our own mistakes and trap in `syscall`.
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
