import Testing

@testable import Cryptography

@Suite("AES-128")
struct AES128Tests {
  @Test("encrypts the block of FIPS 197 appendix C.1")
  func block() {
    #expect(
      AES128.encryptBlock(
        bytes("00112233445566778899aabbccddeeff"), key: bytes("000102030405060708090a0b0c0d0e0f"))
        == bytes("69c4e0d86a7b0430d8cdb78070b4c55a"))
  }

  struct CCMVector: Sendable {
    let key: String
    let nonce: String
    let associated: String
    let plaintext: String
    let ciphertext: String
    let tag: String
  }

  static let ccmVectors = [
    // RFC 3610, packet vector 1.
    CCMVector(
      key: "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf", nonce: "00000003020100a0a1a2a3a4a5",
      associated: "0001020304050607",
      plaintext: "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
      ciphertext: "588c979a61c663d2f066d0c2c0f989806d5f6b61dac384", tag: "17e8d12cfdf926e0"),
    // NIST SP 800-38C, example 1.
    CCMVector(
      key: "404142434445464748494a4b4c4d4e4f", nonce: "10111213141516",
      associated: "0001020304050607", plaintext: "20212223", ciphertext: "7162015b",
      tag: "4dac255d"),
    // Captured from a thermometer (MiBeacon, 4-byte tag; the tag was checked with another implementation).
    CCMVector(
      key: "a3bfe9853dd85a620debe3620caaa351", nonce: "892012342d586f0607020000",
      associated: "11", plaintext: "041002e200", ciphertext: "5f176dd54f", tag: "2fa453fa"),
  ]

  @Test("seals as CCM's vectors say", arguments: ccmVectors)
  func seals(vector: CCMVector) {
    let sealed = AES128.ccmSeal(
      bytes(vector.plaintext), key: bytes(vector.key), nonce: bytes(vector.nonce),
      associatedData: bytes(vector.associated), tagLength: vector.tag.utf8.count / 2)
    #expect(sealed == bytes(vector.ciphertext + vector.tag))
  }

  @Test("opens what CCM's vectors sealed, and nothing with one bit changed", arguments: ccmVectors)
  func opens(vector: CCMVector) {
    func open(_ ciphertext: [UInt8], _ tag: [UInt8], _ associated: [UInt8]) -> [UInt8]? {
      AES128.ccmOpen(
        ciphertext, tag: tag, key: bytes(vector.key), nonce: bytes(vector.nonce),
        associatedData: associated)
    }
    let (ciphertext, tag) = (bytes(vector.ciphertext), bytes(vector.tag))
    let associated = bytes(vector.associated)
    #expect(open(ciphertext, tag, associated) == bytes(vector.plaintext))
    for index in ciphertext.indices {
      var changed = ciphertext
      changed[index] ^= 0x80
      #expect(open(changed, tag, associated) == nil)
    }
    for index in tag.indices {
      var changed = tag
      changed[index] ^= 1
      #expect(open(ciphertext, changed, associated) == nil)
    }
    #expect(open(ciphertext, tag, associated + [0]) == nil)
    #expect(open(ciphertext, tag, []) == nil)
    #expect(open([], tag, associated) == nil)
  }

  @Test("refuses the wrong bind key of a motion sensor")
  func wrongKey() {
    let ciphertext = bytes("7cc27a5c03")
    #expect(
      AES128.ccmOpen(
        ciphertext, tag: bytes("790df258"), key: bytes("814aac74c4f17b6c1581e1ab87816b99"),
        nonce: bytes("0fc4e044ef548d0a17a10000"), associatedData: [0x11]) == nil)
  }

  @Test(
    "seals and opens nothing at all with every tag length", arguments: [4, 6, 8, 10, 12, 14, 16])
  func emptyText(tagLength: Int) {
    let key = [UInt8](repeating: 3, count: 16)
    let nonce = [UInt8](repeating: 5, count: 13)
    let tag = AES128.ccmSeal(
      [], key: key, nonce: nonce, associatedData: [1], tagLength: tagLength)
    #expect(tag.count == tagLength)
    #expect(AES128.ccmOpen([], tag: tag, key: key, nonce: nonce, associatedData: [1]) == [])
    #expect(AES128.ccmOpen([], tag: tag, key: key, nonce: nonce, associatedData: [2]) == nil)
  }

  @Test("finds no tag of an impossible length", arguments: [0, 1, 3, 5, 17])
  func impossibleTag(length: Int) {
    #expect(
      AES128.ccmOpen(
        [1], tag: [UInt8](repeating: 0, count: length), key: [UInt8](repeating: 0, count: 16),
        nonce: [UInt8](repeating: 0, count: 13), associatedData: []) == nil)
  }
}
