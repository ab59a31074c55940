import Testing

@testable import HTTP

@Suite("A request")
struct RequestTests {
  private let request = Request.testing(
    .post, "/v1/a%20b?from=2026-01-01T00:00:00%2B01:00&x=1+2&x=3&flag&=none&empty=",
    headers: [
      ("X-One", "1"), ("x-one", "2"), ("Content-Type", "Application/JSON; charset=utf-8"),
      ("X-Empty", ""),
    ], body: Array("{}".utf8), parameters: ["theme": "aurora", "digest": "00"])

  @Test("gives its path and query decoded, each once")
  func target() {
    #expect(request.path == "/v1/a b")
    #expect(request.query("from") == "2026-01-01T00:00:00+01:00")
    #expect(request.query("x") == "1+2")
    #expect(request.query("flag") == "" && request.query("empty") == "")
    #expect(request.query("") == "none")
    #expect(request.query("missing") == nil)
    #expect(request.queryNames == ["from", "x", "x", "flag", "", "empty"])
  }

  @Test("finds headers whatever their case, and joins what came twice")
  func headers() {
    #expect(request.header("x-ONE") == "1, 2")
    #expect(request.withHeader("X-One") { $0.map { Array($0) } } == Array("1".utf8))
    #expect(request.header("X-Empty") == "" && request.hasHeader("x-empty"))
    #expect(request.header("X-Two") == nil && !request.hasHeader("x-two"))
    #expect(request.header("Content-Length") == "2")
  }

  @Test("knows its content type without parameters")
  func contentType() {
    #expect(request.hasContentType("application/json"))
    #expect(!request.hasContentType("application/jso"))
    #expect(!Request.testing(.get, "/").hasContentType("application/json"))
  }

  @Test("gives a test the parameters and the body it was made with")
  func testing() {
    #expect(request.parameter("theme") == "aurora" && request.parameter("digest") == "00")
    #expect(request.body == Array("{}".utf8))
    #expect(request.method == .post)
  }

  @Test("holds nothing of the one before, be that larger or smaller")
  func reuse() {
    let request = Request()
    var parser = RequestParser(limits: RequestLimits())
    for size in [10, 5_000, 10] {
      var progress = RequestParser.Progress()
      let text =
        "GET /\(size) HTTP/1.1\r\nHost: a\r\nX-\(size): \(String(repeating: "x", count: size))\r\n\r\n"
      let bytes = Array(text.utf8)
      guard case .head(let head) = parser.parse(bytes.span.bytes, &progress) else {
        Issue.record("the request was not taken")
        return
      }
      request.take(
        head, from: parser, bytes: bytes.span.bytes, source: "::1", id: UInt64(size),
        isSecure: true)
      #expect(request.path == "/\(size)" && request.id == UInt64(size) && request.isSecure)
      #expect(request.header("X-10") != nil ? size == 10 : size == 5_000)
      #expect(request.body.isEmpty)
    }
  }
}
