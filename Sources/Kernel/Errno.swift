import Glibc

/// An error number; the kernel may know more than are named here.
package struct Errno: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: Int32
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// What the calling thread's last failed call left behind.
  static var last: Errno { Errno(rawValue: Glibc.errno) }

  /// The symbol and the C library's sentence, as `ENOENT (No such file or directory)`.
  package var description: String {
    var text = [CChar](repeating: 0, count: 128)
    // Fails for a number that it does not know, but writes a sentence all the same.
    _ = strerror_r(rawValue, &text, text.count)
    let sentence = String(cText: text)
    return "\(name ?? "errno \(rawValue)") (\(sentence))"
  }

  /// The symbol of `errno.h`; nil when it is not in our table.
  package var name: String? { Errno.names[rawValue] }

  package static let notPermitted = Errno(rawValue: EPERM)
  package static let noSuchFile = Errno(rawValue: ENOENT)
  package static let interrupted = Errno(rawValue: EINTR)
  package static let inputOutput = Errno(rawValue: EIO)
  package static let badDescriptor = Errno(rawValue: EBADF)
  package static let wouldBlock = Errno(rawValue: EAGAIN)
  package static let noMemory = Errno(rawValue: ENOMEM)
  package static let accessDenied = Errno(rawValue: EACCES)
  package static let badAddress = Errno(rawValue: EFAULT)
  package static let busy = Errno(rawValue: EBUSY)
  package static let exists = Errno(rawValue: EEXIST)
  package static let noSuchDevice = Errno(rawValue: ENODEV)
  package static let invalidArgument = Errno(rawValue: EINVAL)
  /// The whole system is out of open files.
  package static let systemFilesExhausted = Errno(rawValue: ENFILE)
  /// This process is at its limit of open files.
  package static let processFilesExhausted = Errno(rawValue: EMFILE)
  package static let noSpace = Errno(rawValue: ENOSPC)
  package static let brokenPipe = Errno(rawValue: EPIPE)
  package static let notSupported = Errno(rawValue: EOPNOTSUPP)
  package static let addressInUse = Errno(rawValue: EADDRINUSE)
  package static let addressNotAvailable = Errno(rawValue: EADDRNOTAVAIL)
  package static let connectionAborted = Errno(rawValue: ECONNABORTED)
  package static let connectionReset = Errno(rawValue: ECONNRESET)
  package static let noBuffers = Errno(rawValue: ENOBUFS)
  package static let alreadyConnected = Errno(rawValue: EISCONN)
  package static let notConnected = Errno(rawValue: ENOTCONN)
  package static let timedOut = Errno(rawValue: ETIMEDOUT)
  package static let connectionRefused = Errno(rawValue: ECONNREFUSED)
  package static let hostUnreachable = Errno(rawValue: EHOSTUNREACH)
  package static let inProgress = Errno(rawValue: EINPROGRESS)
  package static let alreadyInProgress = Errno(rawValue: EALREADY)
  package static let protocolError = Errno(rawValue: EPROTO)
  package static let noSystemCall = Errno(rawValue: ENOSYS)
  package static let badExchange = Errno(rawValue: EBADE)
  package static let familyNotSupported = Errno(rawValue: EAFNOSUPPORT)

  private static let names: [Int32: String] = [
    EPERM: "EPERM", ENOENT: "ENOENT", EINTR: "EINTR", EIO: "EIO", ENXIO: "ENXIO", E2BIG: "E2BIG",
    EBADF: "EBADF", ECHILD: "ECHILD", EAGAIN: "EAGAIN", ENOMEM: "ENOMEM", EACCES: "EACCES",
    EFAULT: "EFAULT", EBUSY: "EBUSY", EEXIST: "EEXIST", EXDEV: "EXDEV", ENODEV: "ENODEV",
    ENOTDIR: "ENOTDIR", EISDIR: "EISDIR", EINVAL: "EINVAL", ENFILE: "ENFILE", EMFILE: "EMFILE",
    EFBIG: "EFBIG", ENOSPC: "ENOSPC", ESPIPE: "ESPIPE", EROFS: "EROFS", EPIPE: "EPIPE",
    ERANGE: "ERANGE", EDEADLK: "EDEADLK", ENAMETOOLONG: "ENAMETOOLONG", ENOSYS: "ENOSYS",
    ENOTEMPTY: "ENOTEMPTY", ELOOP: "ELOOP", EPROTO: "EPROTO", EOVERFLOW: "EOVERFLOW",
    ENOTSOCK: "ENOTSOCK", EMSGSIZE: "EMSGSIZE", EPROTOTYPE: "EPROTOTYPE",
    ENOPROTOOPT: "ENOPROTOOPT", EPROTONOSUPPORT: "EPROTONOSUPPORT", EOPNOTSUPP: "EOPNOTSUPP",
    EAFNOSUPPORT: "EAFNOSUPPORT", EADDRINUSE: "EADDRINUSE", EADDRNOTAVAIL: "EADDRNOTAVAIL",
    ENETDOWN: "ENETDOWN", ENETUNREACH: "ENETUNREACH", ECONNABORTED: "ECONNABORTED",
    ECONNRESET: "ECONNRESET", ENOBUFS: "ENOBUFS", EISCONN: "EISCONN", ENOTCONN: "ENOTCONN",
    ETIMEDOUT: "ETIMEDOUT", ECONNREFUSED: "ECONNREFUSED", EHOSTDOWN: "EHOSTDOWN",
    EHOSTUNREACH: "EHOSTUNREACH", EALREADY: "EALREADY", EINPROGRESS: "EINPROGRESS",
    EDQUOT: "EDQUOT", ECANCELED: "ECANCELED", EBADE: "EBADE",
  ]
}

extension String {
  /// Text that C wrote into our buffer, up to its NUL.
  init(cText: [CChar]) {
    self.init(
      decoding: cText.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
