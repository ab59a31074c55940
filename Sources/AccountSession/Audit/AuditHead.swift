package import Cryptography
package import JSON

/// A signature over how far the log had come (AU-03). The chain alone shows what was edited in place; whoever can write the file
/// can also write the chain anew, or cut its end off, and this is what they cannot make.
package struct AuditHead: Hashable, Sendable {
  /// The entry up to which it speaks, with the digest that chains it.
  package let entry: Int64
  package let digest: Digest
  package let at: Timestamp
  package let signature: [UInt8]

  init(entry: Int64, digest: Digest, at: Timestamp, signature: [UInt8]) {
    self.entry = entry
    self.digest = digest
    self.at = at
    self.signature = signature
  }

  /// Signs.
  init(entry: Int64, digest: Digest, at: Timestamp, key: Ed25519.PrivateKey) {
    self.init(
      entry: entry, digest: digest, at: at,
      signature: key.sign(Self.message(entry: entry, digest: digest, at: at)))
  }

  func isSigned(by key: Ed25519.PublicKey) -> Bool {
    key.isValid(signature, for: Self.message(entry: entry, digest: digest, at: at))
  }

  /// The purpose stands before it, so that no other document that the key might ever sign is one of these.
  private static func message(entry: Int64, digest: Digest, at: Timestamp) -> [UInt8] {
    Array("lanyard.audit-head\n".utf8)
      + JSONValue.array([.integer(entry), .string(digest.hex), .integer(at.milliseconds)])
      .encoded()
  }
}
