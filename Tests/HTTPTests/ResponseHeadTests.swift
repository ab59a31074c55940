import Testing

@testable import HTTP

@Suite("The head of a response, as a client reads it,")
struct ResponseHeadTests {
  private func parse(_ text: String, answering method: Method = .get) -> ResponseHead.Step {
    let bytes = Array(text.utf8)
    return ResponseHead.parse(bytes.span.bytes, answering: method)
  }

  private func head(_ text: String, answering method: Method = .get) throws -> ResponseHead {
    guard case .head(let head) = parse(text, answering: method) else { throw Missing() }
    return head
  }

  private struct Missing: Error {}

  @Test("gives status and fields")
  func parts() throws {
    let text = "HTTP/1.1 201 Created\r\nX-One: 1\r\nx-one: 2\r\nContent-Length: 3\r\n\r\n"
    let head = try head(text + "abc")
    #expect(head.status == .created && head["x-one"] == "1, 2" && head.body == .length(3))
    #expect(head.keepsAlive && head.byteCount == text.utf8.count)
  }

  @Test("waits at every length")
  func truncated() {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX: y\r\n\r\n"
    for count in 0..<text.utf8.count {
      let bytes = Array(text.utf8.prefix(count))
      let step = ResponseHead.parse(bytes.span.bytes, answering: .get)
      #expect(step == .incomplete, "\(count) bytes")
    }
  }

  @Test(
    "says how the body ends",
    arguments: [
      ("200 OK\r\nContent-Length: 0", Method.get, ResponseHead.Framing.none),
      ("200 OK\r\nContent-Length: 7", .get, .length(7)),
      ("200 OK\r\nContent-Length: 7", .head, .none),
      ("204 No Content\r\nX: y", .get, .none),
      ("304 Not Modified\r\nContent-Length: 7", .get, .none),
      ("100 Continue\r\nX: y", .post, .none),
      ("200\r\nTransfer-Encoding: Chunked", .get, .chunked),
      ("200 \r\nX: y", .get, .untilClose),
    ])
  func framing(text: String, method: Method, framing: ResponseHead.Framing) throws {
    #expect(try head("HTTP/1.1 \(text)\r\n\r\n", answering: method).body == framing)
  }

  @Test("says whether the connection stays")
  func keepAlive() throws {
    let length = "Content-Length: 0\r\n\r\n"
    #expect(try !head("HTTP/1.0 200 OK\r\n\(length)").keepsAlive)
    #expect(try head("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\(length)").keepsAlive)
    #expect(try !head("HTTP/1.1 200 OK\r\nConnection: x, Close\r\n\(length)").keepsAlive)
    #expect(try !head("HTTP/1.1 200 OK\r\n\r\n").keepsAlive)
  }

  @Test(
    "is refused when it could be read in two ways",
    arguments: [
      "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n",
      "HTTP/1.1 200OK\r\n\r\n", "HTTP/1.1 600 No\r\n\r\n", "http/1.1 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\n\n", "HTTP/1.1 200 OK\r\nX : y\r\n\r\n", "HTTP/1.1 200 OK\r\n y: z\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
    ])
  func malformed(text: String) { #expect(parse(text) == .malformed) }

  @Test("ends somewhere")
  func endless() {
    #expect(parse("HTTP/1.1 200 " + String(repeating: "x", count: 70_000)) == .malformed)
    #expect(
      parse("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 300) + "\r\n")
        == .malformed)
  }
}
