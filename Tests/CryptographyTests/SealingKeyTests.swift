import Testing

@testable import Cryptography

@Suite("A sealing key")
struct SealingKeyTests {
  let key = SealingKey(bytes: [UInt8](repeating: 7, count: 32))

  @Test("opens what it sealed", arguments: [0, 1, 15, 16, 17, 1_000])
  func roundTrip(length: Int) {
    let plaintext = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    let sealed = key.seal(plaintext, bound: "credential/secret/1")
    #expect(sealed.count == length + 28)
    #expect(key.open(sealed, bound: "credential/secret/1") == plaintext)
  }

  @Test("opens test case 15 of the GCM specification")
  func vector() {
    let key = SealingKey(
      bytes: bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
    let sealed = bytes(
      """
      cafebabefacedbaddecaf888
      522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
      8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad
      b094dac5d93471bdec1a502270e3cc6c
      """)
    #expect(
      key.open(sealed, bound: "")
        == bytes(
          """
          d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
          1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255
          """))
  }

  @Test("never seals the same way twice")
  func freshNonce() {
    #expect(key.seal([1], bound: "a") != key.seal([1], bound: "a"))
  }

  @Test("does not open a value moved to another row (CR-02)")
  func moved() {
    let sealed = key.seal([1, 2, 3], bound: "credential/secret/1")
    #expect(key.open(sealed, bound: "credential/secret/2") == nil)
    #expect(key.open(sealed, bound: "") == nil)
  }

  @Test("does not open a changed, shortened or foreign value")
  func changed() {
    let sealed = key.seal([1, 2, 3], bound: "a")
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(key.open(changed, bound: "a") == nil)
    }
    for length in 0..<sealed.count {
      #expect(key.open([UInt8](sealed.prefix(length)), bound: "a") == nil)
    }
    #expect(SealingKey(bytes: [UInt8](repeating: 8, count: 32)).open(sealed, bound: "a") == nil)
  }
}
