import Testing

@testable import Cryptography

@Suite("Ed25519")
struct Ed25519Tests {
  @Test(
    "signs as RFC 8032 section 7.1 says",
    arguments: [
      (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        """
        e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
        5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
        """
      ),
      (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        """
        92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
        """
      ),
      (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        """
        6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
        18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
        """
      ),
    ])
  func vectors(seed: String, publicKey: String, message: String, signature: String) throws {
    let key = try #require(Ed25519.PrivateKey(seed: bytes(seed)))
    #expect(key.publicKey.bytes == bytes(publicKey))
    #expect(key.sign(bytes(message)) == bytes(signature))
    #expect(key.publicKey.isValid(bytes(signature), for: bytes(message)))
  }

  @Test("refuses a changed signature, a changed message, another key and another length")
  func refuses() {
    let key = Ed25519.PrivateKey()
    let signature = key.sign([1, 2, 3])
    #expect(key.publicKey.isValid(signature, for: [1, 2, 3]))
    #expect(!key.publicKey.isValid(signature, for: [1, 2, 4]))
    #expect(!Ed25519.PrivateKey().publicKey.isValid(signature, for: [1, 2, 3]))
    for index in signature.indices {
      var changed = signature
      changed[index] ^= 1
      #expect(!key.publicKey.isValid(changed, for: [1, 2, 3]))
    }
    for length in [0, 1, 63] {
      #expect(!key.publicKey.isValid([UInt8](signature.prefix(length)), for: [1, 2, 3]))
    }
    #expect(!key.publicKey.isValid(signature + [0], for: [1, 2, 3]))
  }

  @Test("takes keys of 32 bytes only", arguments: [0, 31, 33])
  func lengths(count: Int) {
    #expect(Ed25519.PrivateKey(seed: [UInt8](repeating: 1, count: count)) == nil)
    #expect(Ed25519.PublicKey(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test("comes back from its seed")
  func seed() {
    let key = Ed25519.PrivateKey()
    #expect(Ed25519.PrivateKey(seed: key.seed)?.publicKey == key.publicKey)
  }

  @Test("signs on several threads with one key")
  func threads() async {
    let key = Ed25519.PrivateKey()
    let valid = await withTaskGroup(of: Bool.self) { group in
      for number in UInt8(0)..<32 {
        group.addTask { key.publicKey.isValid(key.sign([number]), for: [number]) }
      }
      return await group.allSatisfy { $0 }
    }
    #expect(valid)
  }
}

@Suite("P-256")
struct P256Tests {
  let key = P256.PrivateKey(
    scalar: bytes("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))

  @Test("derives the public key of RFC 6979 appendix A.2.5 and accepts its signature")
  func vector() throws {
    let key = try #require(key)
    #expect(
      key.publicKey.bytes
        == bytes(
          """
          0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6
          7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299
          """))
    let signature = bytes(
      """
      efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716
      f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8
      """)
    #expect(key.publicKey.isValid(signature, for: [UInt8]("sample".utf8)))
    #expect(!key.publicKey.isValid(signature, for: [UInt8]("Sample".utf8)))
  }

  /// r and s start with a zero byte in one signature of 128: DER drops it, the fixed form must put it back.
  @Test("makes signatures of 64 bytes that it accepts, whatever r and s start with")
  func fixedSize() {
    let key = P256.PrivateKey()
    var leadingZeros = 0
    for number in 0..<600 {
      let message = [UInt8("\(number)".utf8.count)] + [UInt8]("\(number)".utf8)
      let signature = key.sign(message)
      #expect(signature.count == 64)
      #expect(key.publicKey.isValid(signature, for: message))
      if signature[0] == 0 || signature[32] == 0 { leadingZeros += 1 }
    }
    #expect(leadingZeros > 0)
  }

  @Test("refuses a changed signature, zeros, another length and DER")
  func refuses() {
    let key = P256.PrivateKey()
    let signature = key.sign([1])
    for index in signature.indices {
      var changed = signature
      changed[index] ^= 1
      #expect(!key.publicKey.isValid(changed, for: [1]))
    }
    #expect(!key.publicKey.isValid([UInt8](repeating: 0, count: 64), for: [1]))
    #expect(!key.publicKey.isValid([UInt8](repeating: 0xff, count: 64), for: [1]))
    #expect(!key.publicKey.isValid([], for: [1]))
    #expect(!key.publicKey.isValid(signature + [0], for: [1]))
    #expect(!key.publicKey.isValid([0x30, 0x06, 2, 1, 1, 2, 1, 1], for: [1]))
  }

  @Test("takes scalars between 1 and the order of the curve")
  func range() {
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
    let last = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"
    #expect(P256.PrivateKey(scalar: [UInt8](repeating: 0, count: 32)) == nil)
    #expect(P256.PrivateKey(scalar: bytes(order)) == nil)
    #expect(P256.PrivateKey(scalar: bytes(last)) != nil)
    #expect(P256.PrivateKey(scalar: [UInt8](repeating: 1, count: 31)) == nil)
  }

  @Test("takes uncompressed points on the curve only")
  func points() {
    let point = P256.PrivateKey().publicKey.bytes
    #expect(P256.PublicKey(bytes: point) != nil)
    var off = point
    off[64] ^= 1
    #expect(P256.PublicKey(bytes: off) == nil)
    #expect(P256.PublicKey(bytes: [0x02] + point[1...32]) == nil)
    #expect(P256.PublicKey(bytes: [0x00]) == nil)
    #expect(P256.PublicKey(bytes: [0x06] + point.dropFirst()) == nil)
    #expect(P256.PublicKey(bytes: [UInt8](point.dropLast())) == nil)
  }
}
