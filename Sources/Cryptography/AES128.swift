/// AES-128 as the radio protocols use it. Keys are 16 bytes; anything else is a mistake of the caller and traps.
package enum AES128 {
  package static let keyLength = 16
  package static let blockLength = 16

  /// One 16-byte block, no padding. FIPS 197.
  package static func encryptBlock(_ block: [UInt8], key: [UInt8]) -> [UInt8] {
    precondition(key.count == keyLength && block.count == blockLength, "a key and a block of 16")
    return Cipher.aes128Block.use(.encrypt) { run in
      run.start(key: key, nonce: nil)
      run.withoutPadding()
      return expectPointer(run.transform(block), "encrypt a block")
    }
  }

  /// AES-CMAC, RFC 4493: 16 bytes.
  package static func cmac(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    precondition(key.count == keyLength, "a key of 16 bytes")
    return MAC.cmac.authenticate(message, key: key, length: blockLength)
  }

  /// AES-CCM, RFC 3610. `tagLength` 4...16 and even, nonce 7...13 bytes.
  ///
  /// - Returns: the ciphertext followed by the tag.
  package static func ccmSeal(
    _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8], tagLength: Int
  ) -> [UInt8] {
    precondition(isTagLength(tagLength), "a tag of 4, 6 … 16 bytes")
    precondition(key.count == keyLength && (7...13).contains(nonce.count), "key 16, nonce 7...13")
    return Cipher.aes128CCM.use(.encrypt) { run in
      run.setNonceLength(nonce.count)
      run.setTagLength(tagLength)
      run.start(key: key, nonce: nonce)
      run.announce(textLength: plaintext.count)
      run.authenticate(associatedData)
      return expectPointer(run.transform(plaintext), "seal with CCM") + run.tag(length: tagLength)
    }
  }

  /// The plaintext, or nil when the tag does not match (or has a length that no tag has).
  package static func ccmOpen(
    _ ciphertext: [UInt8], tag: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8]
  ) -> [UInt8]? {
    guard isTagLength(tag.count) else { return nil }
    precondition(key.count == keyLength && (7...13).contains(nonce.count), "key 16, nonce 7...13")
    return Cipher.aes128CCM.use(.decrypt) { run in
      run.setNonceLength(nonce.count)
      run.expect(tag: tag)
      run.start(key: key, nonce: nonce)
      run.announce(textLength: ciphertext.count)
      run.authenticate(associatedData)
      return run.transform(ciphertext)
    }
  }

  private static func isTagLength(_ length: Int) -> Bool {
    (4...16).contains(length) && length.isMultiple(of: 2)
  }
}
