package import Kernel

/// Why there is no answer, or none that can be used.
package enum HTTPClientError: Error, Hashable, Sendable {
  /// No connection to any address of the server.
  case unreachable(Origin, KernelError)
  /// The connection is not to be trusted, or broke while keys were agreed. The text is OpenSSL's.
  case notTrusted(Origin, String)
  /// Plain HTTP to another machine would show every password and token on the way.
  case plain(Origin)
  /// Nothing came, or nothing could be sent, for as long as the client waits.
  case silent(Origin)
  /// The connection ended in the middle.
  case cutShort(Origin)
  /// What came is not HTTP/1.1.
  case malformed(Origin)
  /// The body is longer than the caller allows.
  case tooLong(limit: Int)
  /// A file that was to be sent or written.
  case file(KernelError)
  /// The server answered, and said no.
  case refused(RemoteProblem)
}

extension HTTPClientError: CustomStringConvertible {
  /// A sentence without a full stop, as command lines print it.
  package var description: String {
    switch self {
    case .unreachable(let origin, let error):
      "\(origin) cannot be reached: \(error)"
    case .notTrusted(let origin, let reason):
      "\(origin) is not trusted: \(reason)"
    case .plain(let origin):
      "\(origin) is another machine, and plain HTTP would show every secret on the way"
    case .silent(let origin): "\(origin) does not answer"
    case .cutShort(let origin): "\(origin) closed the connection in the middle"
    case .malformed(let origin): "\(origin) does not speak HTTP/1.1"
    case .tooLong(let limit): "the answer is longer than \(limit) bytes"
    case .file(let error): "\(error)"
    case .refused(let problem): "\(problem)"
    }
  }
}
