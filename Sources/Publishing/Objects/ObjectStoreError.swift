package import Kernel

/// The disk did not do what it was asked.
package struct ObjectStoreError: Error, Hashable, CustomStringConvertible {
  /// As "receive object 3f2a…".
  package let doing: String
  package let cause: KernelError

  init(_ doing: String, _ cause: KernelError) {
    self.doing = doing
    self.cause = cause
  }

  /// There is no room, or the quota is used up: refuse the upload, keep serving.
  package var isDiskFull: Bool { cause.errno == .noSpace || cause.errno == .quotaExceeded }

  package var description: String { "\(doing): \(cause)" }
}

extension Errno {
  /// EDQUOT of `errno.h` on Linux.
  fileprivate static let quotaExceeded = Errno(rawValue: 122)
}
