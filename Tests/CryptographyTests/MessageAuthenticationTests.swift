import Testing

@testable import Cryptography

@Suite("A message authentication code")
struct MessageAuthenticationTests {
  @Test(
    "is what RFC 4231 says for HMAC-SHA-256",
    arguments: [
      (
        [UInt8](repeating: 0x0b, count: 20), [UInt8]("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        [UInt8]("Jefe".utf8), [UInt8]("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xaa, count: 131),
        [UInt8]("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ])
  func hmac(key: [UInt8], message: [UInt8], hex: String) {
    #expect(HMACSHA256.authenticate(message, key: key).hex == hex)
  }

  @Test(
    "is what RFC 2202 says for HMAC-SHA-1",
    arguments: [
      (
        [UInt8](repeating: 0x0b, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"
      ),
      (
        [UInt8]("Jefe".utf8), "what do ya want for nothing?",
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
      ),
      (
        [UInt8](repeating: 0xaa, count: 80),
        "Test Using Larger Than Block-Size Key - Hash Key First",
        "aa4ae5e15272d00e95705637ce8a3b55ed402112"
      ),
    ])
  func hmacSHA1(key: [UInt8], message: String, hex: String) {
    #expect(Hex.encode(HMACSHA1.authenticate(Array(message.utf8), key: key)) == hex)
  }

  @Test("takes an empty key and an empty message, and a key of one zero byte is another key")
  func emptyKey() {
    let hex = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    #expect(HMACSHA256.authenticate([], key: []).hex == hex)
    // HMAC pads keys with zeros, so this one is equal by the definition of HMAC, not by accident.
    #expect(HMACSHA256.authenticate([], key: [0]).hex == hex)
    #expect(HMACSHA256.authenticate([], key: [1]).hex != hex)
  }

  @Test(
    "is what RFC 4493 says for AES-CMAC",
    arguments: [
      (0, "bb1d6929e95937287fa37d129b756746"), (16, "070a16b46b4d4144f79bdd9dd04a287c"),
      (40, "dfa66747de9ae63030ca32611497c827"), (64, "51f0bebf7e3b9d92fc49741779363cfe"),
    ])
  func cmac(length: Int, tag: String) {
    let message = bytes(
      """
      6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
      30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710
      """)
    let key = bytes("2b7e151628aed2a6abf7158809cf4f3c")
    #expect(AES128.cmac([UInt8](message.prefix(length)), key: key) == bytes(tag))
  }
}

@Suite("Constant-time comparison")
struct ConstantTimeTests {
  @Test("says equal for equal bytes only")
  func compares() {
    #expect(constantTimeEqual([], []))
    #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
  }
}

@Suite("The random generator")
struct SecureRandomTests {
  @Test("gives as many bytes as asked, and not twice the same")
  func draws() {
    #expect(SecureRandom.bytes(0).isEmpty)
    #expect(SecureRandom.bytes(7).count == 7)
    #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
  }
}
