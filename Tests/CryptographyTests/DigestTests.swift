import Testing

@testable import Cryptography

@Suite("A digest")
struct DigestTests {
  @Test(
    "is what FIPS 180-4's examples say",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(message: String, hex: String) {
    #expect(Digest.sha256([UInt8](message.utf8)).hex == hex)
  }

  @Test("is the same over pieces of any size")
  func pieces() {
    let message = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let whole = Digest.sha256(message)
    for size in [1, 3, 63, 64, 65, 999] {
      var stream = SHA256Stream()
      for start in stride(from: 0, to: message.count, by: size) {
        stream.update([UInt8](message[start..<min(start + size, message.count)]))
      }
      #expect(stream.finish() == whole)
    }
  }

  @Test("of a million letters comes out right when streamed (FIPS 180-4)")
  func million() {
    var stream = SHA256Stream()
    let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000)
    for _ in 0..<1_000 { stream.update(letters) }
    #expect(
      stream.finish().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("keeps a stream apart from a whole digest taken meanwhile on the same thread")
  func interleaved() {
    var stream = SHA256Stream()
    stream.update([1, 2])
    let other = Digest.sha256([9])
    stream.update([3])
    #expect(stream.finish() == Digest.sha256([1, 2, 3]))
    #expect(other == Digest.sha256([9]))
  }

  @Test("comes back from its bytes and its hexadecimal digits")
  func roundTrip() throws {
    let digest = Digest.sha256([1, 2, 3])
    #expect(Digest(digest.bytes) == digest)
    #expect(Digest(hex: digest.hex) == digest)
    #expect(digest.withUnsafeBytes { [UInt8]($0) } == digest.bytes)
    #expect(digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } == digest.prefix)
  }

  @Test("is refused from another length or another spelling", arguments: [0, 31, 33])
  func lengths(count: Int) {
    #expect(Digest([UInt8](repeating: 0, count: count)) == nil)
    #expect(Digest(hex: String(repeating: "a", count: count * 2)) == nil)
    #expect(Digest(hex: String(repeating: "A", count: 64)) == nil)
  }

  @Test("differs when any one of its bytes differs")
  func differs() {
    let zero = [UInt8](repeating: 0, count: 32)
    for index in zero.indices {
      var other = zero
      other[index] = 1
      #expect(Digest(other) != Digest(zero))
    }
  }
}
