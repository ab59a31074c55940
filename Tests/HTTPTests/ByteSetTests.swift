import Testing

@testable import HTTP

/// The sets are words written out by hand; here they are counted from the grammar.
@Suite("A set of bytes")
struct ByteSetTests {
  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
  private static let unreserved = letters + "-._~"
  private static let delimiters = "!$&'()*+,;="

  @Test(
    "holds what its grammar says and nothing else",
    arguments: [
      (ByteSet.token, letters + "!#$%&'*+-.^_`|~"),
      (.plainPath, (unreserved + delimiters + ":@/").filter { $0 != "." }),
      (.plainQuery, unreserved + delimiters + ":@/?"),
      (.hostName, unreserved + delimiters + "%"),
      (.authority, unreserved + delimiters + "%:[]"),
    ])
  func members(set: ByteSet, text: String) {
    for byte in UInt8.min...UInt8.max {
      #expect(set.contains(byte) == text.utf8.contains(byte), "byte \(byte)")
    }
  }

  @Test("is found the end of at every place in eight bytes")
  func scanning() {
    for length in 0..<40 {
      for end: UInt8 in [0x00, 0x09, 0x0A, 0x0D, 0x1F, 0x7F] {
        let text = [UInt8](repeating: 0xC3, count: length) + [end] + [0x20, 0x01, 0x3A]
        #expect(text.span.bytes.endOfText(from: 0) == length)
      }
      let feed = [UInt8](repeating: 0x0B, count: length) + [0x0A, 0x0A]
      #expect(feed.span.bytes.lineFeed(from: 0) == length)
      for byte in UInt8.min...UInt8.max {
        let name = Array(repeating: UInt8(ascii: "Z"), count: length) + [byte]
        let isToken = ByteSet.token.contains(byte)
        let padded = name + Array(": x, y, z, more".utf8)
        #expect(padded.span.bytes.endOfToken(from: 0) == (isToken ? length + 1 : length))
        #expect(name.span.bytes.endOfToken(from: 0) == (isToken ? length + 1 : length))
      }
    }
    #expect(Array("abc".utf8).span.bytes.lineFeed(from: 0) == nil)
  }
}
