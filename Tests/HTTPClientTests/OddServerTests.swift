import HTTP
import Kernel
import Testing

@testable import HTTPClient

@Suite("A client of an odd server")
struct OddServerTests {
  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
  private static let headEnd = ScriptedServer.Step.await("\r\n\r\n")

  private func client(
    _ server: ScriptedServer, patience: Duration = .seconds(10), mostBody: Int = 100
  ) -> HTTPClient {
    var settings = HTTPClient.Settings()
    settings.patience = patience
    settings.mostBody = mostBody
    return HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: server.port), settings)
  }

  private func answer(
    _ text: String, method: HTTP.Method = .get
  ) throws(HTTPClientError) -> ClientResponse {
    let server: ScriptedServer
    do { server = try ScriptedServer([[Self.headEnd, .send(text)]]) } catch {
      preconditionFailure("\(error)")
    }
    return try client(server).send(ClientRequest(method, "/"))
  }

  @Test(
    "reads bodies of every framing",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x\r\nllo\r\n0\r\nX: y\r\n\r\n",
      "HTTP/1.1 200 OK\r\n\r\nhello",
      "HTTP/1.0 200 OK\r\n\r\nhello",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    ])
  func framing(text: String) throws { #expect(try answer(text).body == Array("hello".utf8)) }

  @Test(
    "says when it is cut short",
    arguments: [
      "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n",
    ])
  func cutShort(text: String) {
    #expect { try answer(text) } throws: { error in
      if case .cutShort = error as? HTTPClientError { true } else { false }
    }
  }

  @Test(
    "does not guess at what is malformed",
    arguments: [
      "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\n\nhello",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
  func malformed(text: String) {
    #expect { try answer(text) } throws: { error in
      if case .malformed = error as? HTTPClientError { true } else { false }
    }
  }

  @Test("gives up on silence")
  func silence() throws {
    let server = try ScriptedServer([[.stay]])
    let client = client(server, patience: .milliseconds(30))
    #expect(throws: HTTPClientError.silent(client.origin)) {
      try client.send(ClientRequest(.get, "/"))
    }
  }

  @Test("gives up on silence in the middle of a body")
  func silenceInBody() throws {
    let server = try ScriptedServer([
      [Self.headEnd, .send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"), .stay]
    ])
    let client = client(server, patience: .milliseconds(30))
    #expect(throws: HTTPClientError.silent(client.origin)) {
      try client.send(ClientRequest(.get, "/"))
    }
  }

  @Test("waits longer where a request says so")
  func patience() throws {
    let server = try ScriptedServer([[Self.headEnd, .send(Self.ok)]])
    let request = ClientRequest(.get, "/", patience: .seconds(10))
    #expect(try client(server, patience: .zero).send(request).isSuccess)
  }

  @Test("stops reading a body that is longer than it keeps")
  func tooLong() throws {
    let server = try ScriptedServer([
      [
        Self.headEnd, .send("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1_000)),
        .stay,
      ]
    ])
    #expect(throws: HTTPClientError.tooLong(limit: 100)) {
      try client(server).send(ClientRequest(.get, "/"))
    }
  }

  @Test("opens a new connection when the server has closed the kept one, and sends nothing twice")
  func stale() throws {
    let closing = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    let server = try ScriptedServer([
      [Self.headEnd, .send(closing)], [Self.headEnd, .send(closing)],
    ])
    let client = client(server)
    _ = try client.send(ClientRequest(.post, "/one"))
    // The server has closed right after its answer; sooner or later the client sees that, and a request that
    // went to the closed connection in between is an error, never a repetition.
    let second = Result { try client.send(ClientRequest(.post, "/two")) }
    let count = server.received.split(separator: "POST /two").count - 1
    #expect(count == 1 || { if case .failure = second { true } else { false } }())
  }

  @Test("does not use a connection again that the server wants closed, or on which it said more")
  func notKept() throws {
    let server = try ScriptedServer([
      [
        Self.headEnd, .send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"),
        .stay,
      ],
      [Self.headEnd, .send(Self.ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"), .stay],
      [Self.headEnd, .send(Self.ok), .stay],
    ])
    let client = client(server)
    for path in ["/one", "/two", "/three"] {
      #expect(try client.send(ClientRequest(.get, path)).body == Array("ok".utf8))
    }
  }

  @Test("says who cannot be reached")
  func unreachable() throws {
    let free = try Descriptor.listening(at: .ip("127.0.0.1", port: 0)).localAddress().port ?? 0
    let client = HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: free))
    #expect { try client.send(ClientRequest(.get, "/")) } throws: { error in
      guard case .unreachable(let origin, let cause)? = error as? HTTPClientError else {
        return false
      }
      return origin == client.origin && cause.errno == .connectionRefused
    }
  }

  @Test("sends nothing in the clear to another machine")
  func plain() {
    // 192.0.2.0/24 is for documentation, RFC 5737: nobody is there.
    let client = HTTPClient(Origin(isSecure: false, host: "192.0.2.1", port: 80))
    #expect(throws: HTTPClientError.plain(client.origin)) {
      try client.send(ClientRequest(.get, "/"))
    }
  }
}
