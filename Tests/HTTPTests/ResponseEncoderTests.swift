import Testing

@testable import HTTP

@Suite("The head of a response")
struct ResponseEncoderTests {
  private func text(_ encode: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    encode(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private let date = DateLine.bytes(secondsSinceEpoch: 784_111_777)

  @Test("is written in two pieces")
  func whole() {
    let response = Response(.ok, headers: [("Content-Type", "text/plain")], etag: "\"a\"")
    let head = text { bytes in
      ResponseEncoder.beginHead(.ok, date: date, keepsAlive: true, minorVersion: 1, to: &bytes)
      ResponseEncoder.appendFields(of: response, contentLength: 1_234_567, to: &bytes)
    }
    let lines = [
      "HTTP/1.1 200 OK", "Date: Sun, 06 Nov 1994 08:49:37 GMT", "Content-Type: text/plain",
      "ETag: \"a\"", "Content-Length: 1234567", "", "",
    ]
    #expect(head == lines.joined(separator: "\r\n"))
  }

  @Test("says what becomes of the connection only where the version does not")
  func connection() {
    func begin(_ keepsAlive: Bool, _ minor: UInt8) -> String {
      text {
        ResponseEncoder.beginHead(
          .ok, date: [], keepsAlive: keepsAlive, minorVersion: minor, to: &$0)
      }
    }
    #expect(begin(true, 1) == "HTTP/1.1 200 OK\r\n")
    #expect(begin(false, 1) == "HTTP/1.1 200 OK\r\nConnection: close\r\n")
    #expect(begin(true, 0) == "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n")
    #expect(begin(false, 0) == "HTTP/1.1 200 OK\r\nConnection: close\r\n")
  }

  @Test("has no length where there can be no body", arguments: [Status.noContent, .notModified])
  func bodiless(status: Status) {
    let head = text {
      ResponseEncoder.appendFields(of: Response(status), contentLength: 0, to: &$0)
    }
    #expect(!head.contains("Content-Length"))
  }

  @Test(
    "knows the words of every status that is named here",
    arguments: [
      (Status.ok, "HTTP/1.1 200 OK\r\n"), (Status.notFound, "HTTP/1.1 404 Not Found\r\n"),
      (Status(rawValue: 299), "HTTP/1.1 299 \r\n"),
    ])
  func reasons(status: Status, line: String) {
    let written = text { ResponseEncoder.appendStatusLine(status, to: &$0) }
    #expect(written == line)
  }

  @Test("of a prepared response leaves the body's fields out of its 304")
  func prepared() {
    let prepared = PreparedResponse(
      Response(
        .ok, headers: [("Content-Type", "application/json"), ("Vary", "Accept-Language")],
        body: Array("{}".utf8), etag: "\"a\""))
    func text(_ range: Range<Int>) -> String {
      String(decoding: prepared.bytes[range], as: UTF8.self)
    }
    #expect(
      text(prepared.fields)
        == "Content-Type: application/json\r\nVary: Accept-Language\r\nETag: \"a\"\r\nContent-Length: 2\r\n\r\n"
    )
    #expect(text(prepared.body) == "{}")
    #expect(text(prepared.notModifiedFields) == "Vary: Accept-Language\r\nETag: \"a\"\r\n\r\n")
    #expect(PreparedResponse(Response(.ok)).notModifiedFields.isEmpty)
  }

  @Test("of a prepared response is chosen by the request's conditions")
  func conditions() {
    let prepared = PreparedResponse(Response(.ok, body: [0x7B, 0x7D], etag: "\"a\""))
    func condition(_ headers: [(String, String)]) -> Condition {
      prepared.condition(of: .testing(.get, "/", headers: headers))
    }
    #expect(condition([]) == .holds)
    #expect(condition([("If-None-Match", "\"b\"")]) == .holds)
    #expect(condition([("If-None-Match", "\"b\", \"a\"")]) == .notModified)
    #expect(condition([("If-Match", "\"b\"")]) == .failed)
    let untagged = PreparedResponse(Response(.ok))
    #expect(untagged.condition(of: .testing(.get, "/", headers: [("If-Match", "*")])) == .holds)
  }

  @Test("is followed by chunks, none of them empty")
  func chunks() {
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 26)
    let body = text { bytes in
      ResponseEncoder.appendChunk(piece, to: &bytes)
      ResponseEncoder.appendChunk([], to: &bytes)
      ResponseEncoder.appendLastChunk(to: &bytes)
    }
    #expect(body == "1a\r\n\(String(repeating: "x", count: 26))\r\n0\r\n\r\n")
  }

  @Test(
    "has the date as RFC 9110 writes it",
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00"), (951_782_400, "Tue, 29 Feb 2000 00:00:00"),
      (1_709_251_199, "Thu, 29 Feb 2024 23:59:59"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00"),
      (253_402_300_799, "Fri, 31 Dec 9999 23:59:59"),
    ])
  func dates(seconds: Int64, date: String) {
    #expect(
      String(decoding: DateLine.bytes(secondsSinceEpoch: seconds), as: UTF8.self)
        == "Date: \(date) GMT\r\n")
  }

  @Test("of a problem is JSON that says what happened (HT-02)")
  func problem() {
    var problem = Problem(.conflict, "a-b", "It \"is\" so.", detail: "line\n\u{1}å")
    problem.members = [("missing", Array("[1]".utf8))]
    problem.headers = [("Retry-After", "2")]
    let response = problem.response
    #expect(response.status == .conflict)
    #expect(
      response.headers.map { "\($0.name)" } == ["Content-Type", "Cache-Control", "Retry-After"])
    #expect(
      String(decoding: response.body, as: UTF8.self)
        == #"{"type":"urn:lanyard:problem:a-b","title":"It \"is\" so.","status":409,"detail":"line\u000a\u0001å","missing":[1]}"#
    )
  }
}
