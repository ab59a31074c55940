import COpenSSL

/// Ed25519, RFC 8032.
package enum Ed25519 {
  package struct PrivateKey: Sendable {
    /// The 32 bytes that RFC 8032 calls the private key. Secret.
    package let seed: [UInt8]
    package let publicKey: PublicKey
    private let handle: KeyHandle

    /// A fresh key.
    package init() {
      self = expectPointer(PrivateKey(seed: SecureRandom.bytes(32)), "make an Ed25519 key")
    }

    /// Nil unless 32 bytes.
    package init?(seed: [UInt8]) {
      guard seed.count == 32 else { return nil }
      let key = expectPointer(
        EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count),
        "load an Ed25519 key")
      var raw = [UInt8](repeating: 0, count: 32)
      var length = raw.count
      expectSuccess(EVP_PKEY_get_raw_public_key(key, &raw, &length), "derive the public key")
      handle = KeyHandle(key)
      publicKey = expectPointer(PublicKey(bytes: raw), "load the public key")
      self.seed = seed
    }

    /// 64 bytes, the same for the same message.
    package func sign(_ message: [UInt8]) -> [UInt8] { handle.sign(message, digest: nil) }
  }

  package struct PublicKey: Hashable, Sendable {
    package let bytes: [UInt8]
    private let handle: KeyHandle

    /// Nil unless 32 bytes. Bytes that are no point of the curve make a key under which nothing is valid.
    package init?(bytes: [UInt8]) {
      guard bytes.count == 32 else { return nil }
      self.bytes = bytes
      handle = KeyHandle(
        expectPointer(
          EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, bytes, bytes.count),
          "load an Ed25519 public key"))
    }

    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
      signature.count == 64 && handle.isValid(signature, for: message, digest: nil)
    }

    package static func == (a: PublicKey, b: PublicKey) -> Bool { a.bytes == b.bytes }
    package func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
  }
}
