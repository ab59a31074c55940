package import Kernel

/// Why a server cannot start, or cannot take a new certificate.
package enum ServerError: Error, CustomStringConvertible {
  case cannotListen(host: String, port: UInt16, KernelError)
  case cannotRun(KernelError)
  /// `reason` is OpenSSL's.
  case certificate(path: String, reason: String)

  package var description: String {
    switch self {
    case .cannotListen(let host, let port, let error) where error.errno == .addressInUse:
      "Port \(port) of \(host) is in use by another process."
    case .cannotListen(let host, let port, let error):
      "It is not possible to listen at \(host) port \(port): \(error)"
    case .cannotRun(let error): "The server cannot start: \(error)"
    case .certificate(let path, let reason): "\(path) cannot be used: \(reason)"
    }
  }
}
