import Testing

@testable import HTTP

@Suite("A request parser")
struct RequestParserTests {
  private static let ordinary = """
    GET /v1/updates?channel=beta&device=dev_1 HTTP/1.1\r
    Host: gateway.example:8443\r
    Authorization: Bearer lnya_abc\r
    Accept-Language:  sv, en;q=0.5 \t\r
    X-Empty:\r
    \r

    """

  private func parsed(_ text: String) throws -> Parsing.Parsed {
    guard case .head(let head) = Parsing().whole(text) else {
      throw Missing(text: "\(Parsing().whole(text)): \(text)")
    }
    return head
  }

  private struct Missing: Error {
    let text: String
  }

  @Test("finds the parts of a request")
  func parts() throws {
    let head = try parsed(Self.ordinary)
    #expect(
      head
        == Parsing.Parsed(
          method: "GET", path: "/v1/updates", query: ["channel", "device"], body: .none,
          keepsAlive: true, expectsContinue: false, minorVersion: 1,
          headers: [
            "Host=gateway.example:8443", "Authorization=Bearer lnya_abc",
            "Accept-Language=sv, en;q=0.5", "X-Empty=",
          ],
          byteCount: Self.ordinary.utf8.count))
  }

  @Test("finds the same in pieces of any size, and the next request where this one ends")
  func pieces() {
    let bytes = Array((Self.ordinary + "POST / HTTP/1.1\r\n").utf8)
    let whole = Parsing().whole(bytes)
    for size in 1...bytes.count {
      #expect(Parsing().pieces(of: size, bytes) == whole, "pieces of \(size) bytes")
    }
  }

  @Test("waits for the rest at every length")
  func truncated() {
    let bytes = Array(Self.ordinary.utf8)
    for count in 0..<bytes.count {
      #expect(Parsing().whole(Array(bytes[..<count])) == .incomplete, "\(count) bytes")
      #expect(Parsing().pieces(of: 1, Array(bytes[..<count])) == .incomplete, "\(count) bytes")
    }
  }

  @Test("skips one empty line before a request, not two")
  func emptyLines() throws {
    let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    #expect(try parsed("\r\n" + request).byteCount == request.utf8.count + 2)
    #expect(Parsing().whole("\r\n\r\n" + request) == .refused(.requestLine))
    #expect(Parsing().pieces(of: 1, Array("\r\n\r\n".utf8)) == .refused(.requestLine))
  }

  @Test(
    "says how the body is delimited",
    arguments: [
      ("", BodyFraming.none),
      ("Content-Length: 0\r\n", .none),
      ("Content-Length: 5\r\n", .length(5)),
      ("content-length:\t00005 \r\n", .length(5)),
      ("Content-Length: 999999999999999999\r\n", .length(999_999_999_999_999_999)),
      ("Transfer-Encoding: chunked\r\n", .chunked),
      ("TRANSFER-ENCODING: Chunked\r\n", .chunked),
    ])
  func framing(fields: String, framing: BodyFraming) throws {
    let head = try parsed("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    #expect(head.body == framing)
  }

  @Test(
    "says whether the connection stays",
    arguments: [
      ("1.1", "", true),
      ("1.1", "Connection: close\r\n", false),
      ("1.1", "Connection: upgrade, Close\r\n", false),
      ("1.1", "Connection: closed\r\n", true),
      ("1.1", "Connection: keep-alive\r\nConnection: close\r\n", false),
      ("1.0", "", false),
      ("1.0", "Connection: Keep-Alive\r\n", true),
      ("1.0", "Connection: keep-alive, close\r\n", false),
      ("1.9", "", true),
    ])
  func keepAlive(version: String, fields: String, stays: Bool) throws {
    let head = try parsed("GET / HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n")
    #expect(head.keepsAlive == stays)
  }

  @Test("hears 100-continue only where a body is to come, and only in HTTP/1.1")
  func expectation() throws {
    let expect = "Host: a\r\nExpect: 100-Continue\r\n"
    #expect(try parsed("PUT / HTTP/1.1\r\n\(expect)Content-Length: 1\r\n\r\n").expectsContinue)
    #expect(try !parsed("PUT / HTTP/1.1\r\n\(expect)\r\n").expectsContinue)
    #expect(try !parsed("PUT / HTTP/1.0\r\n\(expect)Content-Length: 1\r\n\r\n").expectsContinue)
  }

  @Test("takes HTTP/1.0 without a host")
  func oldVersion() throws {
    #expect(try parsed("GET /a HTTP/1.0\r\n\r\n").minorVersion == 0)
  }

  @Test(
    "takes targets in origin, absolute and asterisk form",
    arguments: [
      ("GET", "/", "/"),
      ("GET", "http://a", "/"),
      ("GET", "HTTP://A/x", "/x"),
      ("GET", "https://a/x?y", "/x"),
      ("OPTIONS", "*", "*"),
      ("GET", "/%41%c3%a5%7E", "/Aå~"),
      ("GET", "/v1.2.0/.well-known/...", "/v1.2.0/.well-known/..."),
      ("GET", "/a//b/", "/a//b/"),
      ("GET", "/x:@!$&'()*+,;=-._~", "/x:@!$&'()*+,;=-._~"),
    ])
  func targets(method: String, target: String, path: String) throws {
    #expect(try parsed("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n").path == path)
  }

  @Test(
    "keeps a method of any token, however long it reads", arguments: ["get", "PROPFINDER", "M!"])
  func methods(method: String) throws {
    let head = try parsed("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(head.method == String(method.prefix(8)))
  }

  @Test(
    "takes hosts of every form",
    arguments: ["a", "a.example:80", "127.0.0.1:8080", "[::1]", "[fe80::1.2.3.4]:443", "a:"])
  func hosts(host: String) throws {
    #expect(try parsed("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").headers == ["Host=\(host)"])
  }

  @Test("takes text outside ASCII in values and keeps its bytes")
  func obsoleteText() throws {
    let head = try parsed("GET / HTTP/1.1\r\nHost: a\r\nX-Name: Åsa\tB\r\n\r\n")
    #expect(head.headers == ["Host=a", "X-Name=Åsa\tB"])
  }

  @Test("takes as much as its limits say, and refuses one more")
  func limits() {
    let line = "GET /aaaa HTTP/1.1\r\n"
    let fields = "Host: a\r\nX: b\r\n\r\n"
    let exact = RequestLimits(
      startLineBytes: line.utf8.count, headerBytes: fields.utf8.count, headerCount: 2)
    guard case .head = Parsing(limits: exact).whole(line + fields) else {
      Issue.record("the limits themselves are refused")
      return
    }
    let cases: [(RequestLimits, ParseRefusal)] = [
      (RequestLimits(startLineBytes: line.utf8.count - 1), .startLineTooLong),
      (RequestLimits(headerBytes: fields.utf8.count - 1), .fieldsTooLarge),
      (RequestLimits(headerCount: 1), .tooManyFields),
    ]
    for (limits, refusal) in cases {
      let parsing = Parsing(limits: limits)
      #expect(parsing.whole(line + fields) == .refused(refusal))
      #expect(parsing.pieces(of: 1, Array((line + fields).utf8)) == .refused(refusal))
    }
  }

  @Test("decides by the time the largest head has filled its buffer")
  func endless() {
    let limits = RequestLimits(startLineBytes: 64, headerBytes: 128, headerCount: 100)
    for endless in [
      String(repeating: "A", count: 300), "GET /" + String(repeating: "a", count: 300),
      "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 300),
      "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 100),
    ] {
      let full = Array(endless.utf8.prefix(limits.headBytes))
      let inPieces = Parsing(limits: limits).pieces(of: 1, full)
      #expect(inPieces != .incomplete && Parsing(limits: limits).whole(full) == inPieces)
    }
  }
}
