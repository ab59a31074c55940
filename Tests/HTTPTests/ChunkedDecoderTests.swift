import Testing

@testable import HTTP

@Suite("A body in chunks")
struct ChunkedDecoderTests {
  private enum Outcome: Hashable {
    case more([UInt8])
    case finished([UInt8], consumed: Int)
    case refused(ParseRefusal)
  }

  private func decode(_ bytes: [UInt8], pieces size: Int, limit: Int = 1_000) -> Outcome {
    var decoder = ChunkedDecoder()
    var body: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let piece = Array(bytes[at..<min(at + size, bytes.count)])
      switch decoder.decode(piece.span.bytes, into: &body, limit: limit) {
      case .more: at += piece.count
      case .finished(let consumed): return .finished(body, consumed: at + consumed)
      case .refused(let refusal): return .refused(refusal)
      }
    }
    return .more(body)
  }

  private func decode(_ text: String, limit: Int = 1_000) -> Outcome {
    decode(Array(text.utf8), pieces: .max >> 1, limit: limit)
  }

  private static let bodies: [(String, String)] = [
    ("0\r\n\r\n", ""),
    ("5\r\nhello\r\n0\r\n\r\n", "hello"),
    ("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"),
    ("A\r\n0123456789\r\na\r\n0123456789\r\n00\r\n\r\n", "01234567890123456789"),
    ("0005\r\nhello\r\n000\r\n\r\n", "hello"),
    ("5;a=b;c=\"d\"\r\nhello\r\n0;last\r\n\r\n", "hello"),
    ("4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
    ("2\r\nhi\r\n0\r\nX-Sum: 1\r\nX: y\tz\r\n\r\n", "hi"),
  ]

  @Test(
    "is the same in pieces of any size, and ends where the next request begins", arguments: bodies)
  func whole(text: String, body: String) {
    let bytes = Array((text + "GET / HTTP/1.1").utf8)
    for size in 1...bytes.count {
      #expect(
        decode(bytes, pieces: size) == .finished(Array(body.utf8), consumed: text.utf8.count),
        "pieces of \(size) bytes")
    }
  }

  @Test("goes on at every length before its end", arguments: bodies)
  func truncated(text: String, body: String) {
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      guard case .more = decode(Array(bytes[..<count]), pieces: 1) else {
        Issue.record("it ended after \(count) bytes")
        continue
      }
    }
  }

  @Test(
    "is refused when a size is odd",
    arguments: [
      "\r\n", ";x\r\n", "0x5\r\nhello\r\n", "+5\r\nhello\r\n", "-5\r\nhello\r\n", "5_0\r\n",
      " 5\r\nhello\r\n", "5 \r\nhello\r\n", "5 ;a\r\nhello\r\n", "5\t\r\nhello\r\n", "g\r\n",
      "5,5\r\n", "５\r\n", "5\nhello\r\n", "5\rhello\r\n", "5\r\r\nhello\r\n",
      "10000000000000005\r\nhello\r\n", "FFFFFFFFFFFFFFFF\r\n", "0000000000000005\r\nhello\r\n",
      "5;a\nhello\r\n", "5;a\u{0}\r\nhello\r\n", "5;a\rb\r\nhello\r\n",
    ])
  func sizes(text: String) {
    #expect(decode(text) == .refused(.chunk))
    #expect(decode(Array(text.utf8), pieces: 1) == .refused(.chunk))
  }

  @Test(
    "is refused when a chunk is longer or shorter than its size says",
    arguments: [
      "5\r\nhellooo\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhell\r\n0\r\n\r\n",
      "5\r\nhello\n0\r\n\r\n",
    ])
  func lengths(text: String) { #expect(decode(text) == .refused(.chunk)) }

  @Test(
    "is refused when its trailers are no fields",
    arguments: [
      "0\r\nX\r\n\r\n", "0\r\n: y\r\n\r\n", "0\r\n X: y\r\n\r\n", "0\r\nX : y\r\n\r\n",
      "0\r\nX: y\n\r\n", "0\r\nX: y\rz\r\n\r\n", "0\r\nX: \u{0}\r\n\r\n", "0\r\n\n", "0\r\n\rX",
    ])
  func trailers(text: String) { #expect(decode(text) == .refused(.trailers)) }

  @Test("is refused at the size that would pass the limit, before its bytes")
  func limit() {
    #expect(
      decode("5\r\nhello\r\n0\r\n\r\n", limit: 5) == .finished(Array("hello".utf8), consumed: 15))
    #expect(decode("6\r\n", limit: 5) == .refused(.bodyTooLarge))
    #expect(decode("5\r\nhello\r\n1\r\n", limit: 5) == .refused(.bodyTooLarge))
    #expect(decode("1\r\n", limit: 0) == .refused(.bodyTooLarge))
  }

  @Test("is refused when extensions or trailers go on and on")
  func endless() {
    let manyExtensions = String(repeating: "1;abcdefgh\r\nx\r\n", count: 200)
    #expect(decode(manyExtensions) == .refused(.chunk))
    #expect(decode("1;" + String(repeating: "a", count: 2_000)) == .refused(.chunk))
    #expect(decode("0\r\nX: " + String(repeating: "a", count: 5_000)) == .refused(.trailers))
    #expect(decode("0\r\n" + String(repeating: "X: y\r\n", count: 1_000)) == .refused(.trailers))
  }
}
