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
      ResponseEncoder.append(response, contentLength: 1_234_567, to: &bytes)
      ResponseEncoder.endHead(date: date, keepsAlive: true, minorVersion: 1, to: &bytes)
    }
    let lines = [
      "HTTP/1.1 200 OK", "Content-Type: text/plain", "ETag: \"a\"", "Content-Length: 1234567",
      "Date: Sun, 06 Nov 1994 08:49:37 GMT", "", "",
    ]
    #expect(head == lines.joined(separator: "\r\n"))
  }

  @Test("says what becomes of the connection only where the version does not")
  func connection() {
    func end(_ keepsAlive: Bool, _ minor: UInt8) -> String {
      text {
        ResponseEncoder.endHead(date: [], keepsAlive: keepsAlive, minorVersion: minor, to: &$0)
      }
    }
    #expect(end(true, 1) == "\r\n")
    #expect(end(false, 1) == "Connection: close\r\n\r\n")
    #expect(end(true, 0) == "Connection: keep-alive\r\n\r\n")
    #expect(end(false, 0) == "Connection: close\r\n\r\n")
  }

  @Test("has no length where there can be no body", arguments: [Status.noContent, .notModified])
  func bodiless(status: Status) {
    let head = text {
      ResponseEncoder.append(Response(status), contentLength: 0, to: &$0)
    }
    #expect(!head.contains("Content-Length"))
  }

  @Test(
    "knows the words of every status that is named here",
    arguments: [
      (Status.notFound, "HTTP/1.1 404 Not Found\r\n"),
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
    #expect(
      String(decoding: prepared.head, as: UTF8.self)
        == "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nVary: Accept-Language\r\nETag: \"a\"\r\nContent-Length: 2\r\n"
    )
    #expect(
      prepared.notModifiedHead.map { String(decoding: $0, as: UTF8.self) }
        == "HTTP/1.1 304 Not Modified\r\nVary: Accept-Language\r\nETag: \"a\"\r\n")
    #expect(PreparedResponse(Response(.ok)).notModifiedHead == nil)
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
