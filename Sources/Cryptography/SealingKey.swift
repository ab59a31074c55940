/// AES-256-GCM for what is kept at rest. The associated data names where the value lives, so that a sealed value moved
/// elsewhere does not open (CR-02).
///
/// Nonces are random: with one key, seal no more than 2^32 values (NIST SP 800-38D section 8.3).
package struct SealingKey: Sendable {
  package static let byteCount = 32
  private static let nonceLength = 12
  private static let tagLength = 16

  private let bytes: [UInt8]

  /// 32 bytes; anything else traps, because whoever reads key files has checked them.
  package init(bytes: [UInt8]) {
    precondition(bytes.count == SealingKey.byteCount, "a sealing key of 32 bytes")
    self.bytes = bytes
  }

  /// A fresh 12-byte nonce, the ciphertext and a 16-byte tag.
  package func seal(_ plaintext: [UInt8], bound associatedData: String) -> [UInt8] {
    let nonce = SecureRandom.bytes(SealingKey.nonceLength)
    return Cipher.aes256GCM.use(.encrypt) { run in
      run.start(key: bytes, nonce: nonce)
      run.authenticate([UInt8](associatedData.utf8))
      let ciphertext = expectPointer(run.transform(plaintext), "seal with GCM")
      expectSuccess(run.finish() ? 1 : 0, "finish sealing")
      return nonce + ciphertext + run.tag(length: SealingKey.tagLength)
    }
  }

  /// Nil when it was sealed with another key or for another place, or was changed since.
  package func open(_ sealed: [UInt8], bound associatedData: String) -> [UInt8]? {
    guard sealed.count >= SealingKey.nonceLength + SealingKey.tagLength else { return nil }
    let nonce = [UInt8](sealed.prefix(SealingKey.nonceLength))
    let tag = [UInt8](sealed.suffix(SealingKey.tagLength))
    let ciphertext = [UInt8](
      sealed[SealingKey.nonceLength..<(sealed.count - SealingKey.tagLength)])
    return Cipher.aes256GCM.use(.decrypt) { run in
      run.start(key: bytes, nonce: nonce)
      run.authenticate([UInt8](associatedData.utf8))
      guard let plaintext = run.transform(ciphertext) else { return nil }
      run.expect(tag: tag)
      return run.finish() ? plaintext : nil
    }
  }
}
