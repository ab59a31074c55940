import Testing

@testable import HTTP

/// What somebody in front of us may read differently is refused, and the connection with it.
@Suite("A request that two readers could read differently")
struct RequestSmugglingTests {
  private static let malformed: [(String, ParseRefusal)] = [
    // Two lengths, or none that is one.
    (
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", .contentLength
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", .contentLength
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5 5\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1_000\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ５\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n", .contentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551621\r\n\r\n", .contentLength),
    // A length and chunks, or another coding.
    (
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      .transferCoding
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
      .transferCoding
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .transferCoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n", .transferCoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked,\r\n\r\n", .transferCoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", .transferCoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", .transferCoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n", .transferCoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;q=1\r\n\r\n", .transferCoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n", .transferCoding),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      .transferCoding
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n",
      .transferCoding
    ),
    ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .transferCoding),
    // Names that are not quite names.
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n", .fieldName),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length\t: 5\r\n\r\n", .fieldName),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n", .fieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", .fieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\nX\u{0}: b\r\n\r\n", .fieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\nX\u{7f}: b\r\n\r\n", .fieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\nX(y): b\r\n\r\n", .fieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Lengthé: 5\r\n\r\n", .fieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", .lineEnding),
    ("GET / HTTP/1.1\r\nHost: a\r\n\"X\": b\r\n\r\n", .fieldName),
    // Lines that go on, or end in another way.
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", .foldedField),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n", .foldedField),
    ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedField),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n \r\n\r\n", .foldedField),
    ("GET / HTTP/1.1\nHost: a\n\n", .lineEnding),
    ("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", .lineEnding),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\n\r\n\r\n", .lineEnding),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n", .lineEnding),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\rX\r\n\r\n", .lineEnding),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\n", .lineEnding),
    ("GET / HTTP/1.1\rX\r\nHost: a\r\n\r\n", .lineEnding),
    ("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", .lineEnding),
    ("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLine),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{0}c\r\n\r\n", .fieldValue),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{b}c\r\n\r\n", .fieldValue),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{7f}\r\n\r\n", .fieldValue),
    // The host.
    ("GET / HTTP/1.1\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .host),
    ("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost:\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: a:8a\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: :80\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: [::g]\r\n\r\n", .host),
    ("GET / HTTP/1.1\r\nHost: ::1\r\n\r\n", .host),
    ("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", .host),
    ("GET http://a:80/ HTTP/1.1\r\nHost: a\r\n\r\n", .host),
    ("GET http://a/ HTTP/1.1\r\n\r\n", .host),
    ("GET http://a[/ HTTP/1.0\r\n\r\n", .host),
    // The request line.
    ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .requestLine),
    ("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .requestLine),
    ("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .requestLine),
    (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLine),
    ("GET /\r\n\r\n", .requestLine),
    ("GET / HTTP\r\n\r\n", .requestLine),
    ("GET / http/1.1\r\nHost: a\r\n\r\n", .requestLine),
    ("GET / HTTP/1.\r\nHost: a\r\n\r\n", .requestLine),
    ("GET / HTTP/1.11\r\nHost: a\r\n\r\n", .requestLine),
    ("GET / HTTP/01.1\r\nHost: a\r\n\r\n", .requestLine),
    ("GET / HTTP/1,1\r\nHost: a\r\n\r\n", .requestLine),
    ("G\u{e9}T / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLine),
    ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .version),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .target),
    ("GET / HTTP/0.9\r\nHost: a\r\n\r\n", .version),
    ("\(String(repeating: "A", count: 33)) / HTTP/1.1\r\nHost: a\r\n\r\n", .methodTooLong),
    // The target.
    ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET ? HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /å HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /% HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /%0d%0a HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /%252e HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /%c3 HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /. HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /.. HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a/./b HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a/.. HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a/.%2e HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET http://a/../b HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a?b=%g0 HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a?b=%ff HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    ("GET /a?b|c HTTP/1.1\r\nHost: a\r\n\r\n", .target),
    // Expectations that are not met.
    ("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\n", .expectation),
  ]

  @Test("is refused, whole and in pieces of every size (HT-04)", arguments: malformed)
  func refused(text: String, refusal: ParseRefusal) {
    let bytes = Array(text.utf8)
    #expect(Parsing().whole(bytes) == .refused(refusal))
    for size in 1..<bytes.count {
      guard case .refused = Parsing().pieces(of: size, bytes) else {
        Issue.record("taken in pieces of \(size) bytes")
        continue
      }
    }
  }

  @Test("is refused in raw bytes that are no text", arguments: [0x80, 0xA0, 0xFF] as [UInt8])
  func rawBytes(byte: UInt8) {
    let name = Array("GET / HTTP/1.1\r\nHost: a\r\nX".utf8) + [byte] + Array(": b\r\n\r\n".utf8)
    #expect(Parsing().whole(name) == .refused(.fieldName))
    let target = Array("GET /".utf8) + [byte] + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    #expect(Parsing().whole(target) == .refused(.target))
  }

  @Test("is answered with a status that fits, and closes", arguments: ParseRefusal.allCases)
  func statuses(refusal: ParseRefusal) {
    let fitting: Status =
      switch refusal {
      case .methodTooLong: .notImplemented
      case .startLineTooLong: .uriTooLong
      case .fieldsTooLarge, .tooManyFields: .headerFieldsTooLarge
      case .version: .versionNotSupported
      case .expectation: .expectationFailed
      case .bodyTooLarge: .contentTooLarge
      default: .badRequest
      }
    #expect(refusal.problem.status == fitting)
    #expect(refusal.problem.response.status == fitting)
  }
}
