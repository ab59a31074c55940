/// AES-128 as the radio protocols use it.
package enum AES128 {
  /// One 16-byte block, no padding.
  package static func encryptBlock(_ block: [UInt8], key: [UInt8]) -> [UInt8] {
    fatalError("unbuilt")
  }
  /// AES-CMAC, RFC 4493.
  package static func cmac(_ message: [UInt8], key: [UInt8]) -> [UInt8] { fatalError("unbuilt") }
  /// AES-CCM, RFC 3610. `tagLength` 4...16, nonce 7...13 bytes. Returns ciphertext followed by the tag.
  package static func ccmSeal(
    _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8], tagLength: Int
  ) -> [UInt8] { fatalError("unbuilt") }
  /// Nil when the tag does not match.
  package static func ccmOpen(
    _ ciphertext: [UInt8], tag: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8]
  ) -> [UInt8]? { fatalError("unbuilt") }
}

/// AES-256-GCM for what is kept at rest. The associated data names where the value lives, so that a sealed value moved
/// elsewhere does not open (CR-02).
package struct SealingKey: Sendable {
  /// 32 bytes.
  package init(bytes: [UInt8]) { fatalError("unbuilt") }
  /// A fresh 12-byte nonce, the ciphertext and a 16-byte tag.
  package func seal(_ plaintext: [UInt8], bound associatedData: String) -> [UInt8] {
    fatalError("unbuilt")
  }
  package func open(_ sealed: [UInt8], bound associatedData: String) -> [UInt8]? {
    fatalError("unbuilt")
  }
}
