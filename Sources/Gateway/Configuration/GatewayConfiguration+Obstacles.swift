import Glibc
import HTTPServer
import Kernel

extension GatewayConfiguration {
  /// What a start would stumble over on this machine although the configuration is sound, a sentence each. Changes nothing.
  package func obstacles() -> [String] {
    let checks: [() throws -> Void] = [
      { try DataDirectory.check(dataDirectory) },
      { try certificate?.check() },
      { try delivery.check() },
    ]
    return checks.compactMap { check in
      do {
        try check()
        return nil
      } catch {
        return "\(error)"
      }
    }
  }
}

extension GatewayConfiguration.Delivery {
  fileprivate struct NoProgram: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is no program that can be run" }
  }

  fileprivate func check() throws {
    switch self {
    // Made when it is missing, in a directory that is checked.
    case .outbox: break
    case .sendmail(let path, _):
      guard access(path, X_OK) == 0 else { throw NoProgram(path: path) }
    case .webhook(let url, let keyPath): _ = try Webhook(url: url, keyPath: keyPath)
    }
  }
}
