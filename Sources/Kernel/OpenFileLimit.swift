import CLinux
import Glibc

/// How many descriptors this process may have open.
package enum OpenFileLimit {
  package static func current() throws(KernelError) -> UInt64 {
    UInt64(try limits().rlim_cur)
  }

  /// Raises the limit to what an unprivileged process may have, or to `wanted` if that is less; never lowers it.
  /// - Returns: the limit from now on.
  @discardableResult
  package static func raise(to wanted: UInt64 = .max) throws(KernelError) -> UInt64 {
    var limit = try limits()
    let target = min(rlim_t(wanted), limit.rlim_max)
    guard target > limit.rlim_cur else { return UInt64(limit.rlim_cur) }
    limit.rlim_cur = target
    try syscall("setrlimit", "RLIMIT_NOFILE") { lanyard_file_limit(&limit, 1) }
    return UInt64(target)
  }

  private static func limits() throws(KernelError) -> rlimit {
    var limit = rlimit()
    try syscall("getrlimit", "RLIMIT_NOFILE") { lanyard_file_limit(&limit, 0) }
    return limit
  }
}
