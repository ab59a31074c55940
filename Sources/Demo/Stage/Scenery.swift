import Cryptography
import Glibc
import Kernel

/// The folder of one performance: the gateway's data, its certificate, and the publisher's settings.
package final class Scenery: Sendable {
  package let path: String
  private let isTemporary: Bool

  /// - Parameter path: kept afterwards; nil for a folder of its own under `/tmp` that is removed at the end.
  package init(at path: String?) throws {
    if let path {
      try FileSystem.makeFolder(path)
      self.path = try FileSystem.resolved(path)
      isTemporary = false
    } else {
      let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      self.path = "\(base)/lanyard-demo-\(Hex.encode(SecureRandom.bytes(6)))"
      isTemporary = true
      try FileSystem.makeFolder(self.path)
    }
    if try FileSystem.length(of: certificatePath) == nil { try makeCertificate() }
  }

  deinit { if isTemporary { remove() } }

  package var dataDirectory: String { path + "/data" }
  package var outbox: String { path + "/outbox" }
  package var certificatePath: String { path + "/certificate.pem" }
  package var keyPath: String { path + "/certificate-key.pem" }
  /// `XDG_CONFIG_HOME` of whoever plays the content team.
  var publisherHome: String { path + "/publisher" }

  private func makeCertificate() throws {
    let certificate = SelfSignedCertificate(names: ["127.0.0.1", "localhost"], days: 30)
    try FileSystem.replace(keyPath, with: [UInt8](certificate.keyPEM.utf8), mode: 0o600)
    try FileSystem.replace(
      certificatePath, with: [UInt8](certificate.certificatePEM.utf8), mode: 0o644)
  }

  private func remove() {
    // Under /tmp, of our own making: what cannot be removed is the system's to clean.
    _ = try? ChildProcess("/bin/rm", ["-rf", "--", path]).run()
  }
}
