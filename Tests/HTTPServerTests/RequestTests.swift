import HTTP
import HTTPServer
import Testing

@Suite("A request")
struct RequestTests {
  let server: TestServer
  let client: RawClient

  init() throws {
    server = try TestServer(routes: SampleRoutes.all)
    client = try server.client()
  }

  @Test("is answered with its status, its headers, the date and its length")
  func answered() throws {
    let response = try client.get("/hello")
    #expect(response.status == 200)
    #expect(response.text == "{\"hello\":1}")
    #expect(response["content-type"] == "application/json")
    #expect(response["content-length"] == "11")
    #expect(response["date"]?.hasSuffix(" GMT") == true)
    #expect(response["connection"] == nil)
  }

  @Test("leaves the connection open for the next")
  func keepAlive() throws {
    for _ in 0..<3 { #expect(try client.get("/hello").status == 200) }
    #expect(server.server.counters.connectionsAccepted == 1)
    #expect(server.server.counters.requests == 3)
    #expect(server.server.counters.responsesByClass[2] == 3)
  }

  @Test("may come in any pieces")
  func pieces() throws {
    for byte in "GET /hello HTTP/1.1\r\nHost: here\r\n\r\n".utf8 { try client.send([byte]) }
    #expect(try client.response().status == 200)
  }

  @Test("is answered in its turn when many come at once")
  func pipelined() throws {
    let requests = (0..<500).map { "GET /items/\($0) HTTP/1.1\r\nHost: here\r\n\r\n" }
    try client.send(requests.joined())
    for number in 0..<500 { #expect(try client.response().text == "\(number)") }
  }

  @Test("ends the connection when it asks for that")
  func close() throws {
    let response = try client.get("/hello", "Connection: close\r\n")
    #expect(response["connection"] == "close")
    #expect(client.isClosed())
  }

  @Test("of HTTP/1.0 ends the connection, unless it asks otherwise")
  func older() throws {
    try client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    #expect(try client.response()["connection"] == "keep-alive")
    try client.send("GET /hello HTTP/1.0\r\n\r\n")
    #expect(try client.response()["connection"] == "close")
    #expect(client.isClosed())
  }

  @Test("is answered even when the client then says no more")
  func halfClosed() throws {
    try client.send("GET /hello HTTP/1.1\r\nHost: here\r\n\r\n")
    try client.finish()
    #expect(try client.response().status == 200)
    #expect(client.isClosed())
  }

  @Test("that ends in its middle is forgotten")
  func truncated() throws {
    try client.send("GET /hello HTTP/1.1\r\nHost: here\r\n")
    try client.finish()
    #expect(client.isClosed())
    #expect(server.server.counters.requests == 0)
  }

  @Test("for HEAD is answered without the body")
  func head() throws {
    try client.send("HEAD /hello HTTP/1.1\r\nHost: here\r\n\r\n")
    let response = try client.response(hasBody: false)
    #expect(response["content-length"] == "11")
    #expect(try client.get("/items/next").text == "next")
  }

  @Test("for what the client has is answered 304")
  func notModified() throws {
    #expect(try client.get("/tagged")["etag"] == "\"one\"")
    let response = try client.get("/tagged", "If-None-Match: W/\"two\", \"one\"\r\n")
    #expect(response.status == 304)
    #expect(response["etag"] == "\"one\"")
    #expect(response["content-type"] == nil)
    #expect(response["content-length"] == nil)
    #expect(try client.get("/tagged", "If-None-Match: \"two\"\r\n").status == 200)
    #expect(try client.get("/tagged", "If-Match: \"two\"\r\n").status == 412)
  }

  @Test("for a path that is not there is answered 404")
  func notFound() throws {
    let response = try client.get("/nowhere")
    #expect(response.status == 404)
    #expect(response["content-type"] == "application/problem+json")
    #expect(response.problem == "not-found")
    #expect(try client.get("/hello").status == 200)
  }

  @Test("with a method that the path does not know is answered 405 with Allow (HT-05)")
  func methods() throws {
    try client.send("DELETE /hello HTTP/1.1\r\nHost: here\r\n\r\n")
    let response = try client.response()
    #expect(response.status == 405)
    #expect(response["allow"] == "GET, HEAD, OPTIONS")
    try client.send("OPTIONS /hello HTTP/1.1\r\nHost: here\r\n\r\n")
    let options = try client.response()
    #expect(options.status == 204)
    #expect(options["allow"] == "GET, HEAD, OPTIONS")
    try client.send("OPTIONS * HTTP/1.1\r\nHost: here\r\n\r\n")
    #expect(try client.response().status == 204)
  }
}

@Suite("A request that nobody may send")
struct MalformedRequestTests {
  @Test(
    "is answered and ends the connection, and nothing behind it is answered",
    arguments: [
      ("two lengths", "Content-Length: 5\r\nContent-Length: 5\r\n", 400),
      ("length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
      ("another coding", "Transfer-Encoding: gzip, chunked\r\n", 400),
      ("a folded field", "X: a\r\n b\r\n", 400),
      ("a bare line feed", "X: a\nY: b\r\n", 400),
      ("a bare return", "X: a\rY: b\r\n", 400),
      ("a space before the colon", "Content-Length : 5\r\n", 400),
      ("two hosts", "Host: there\r\n", 400),
      ("another expectation", "Expect: wonders\r\n", 417),
      ("too long a header", "X: \(String(repeating: "x", count: 17_000))\r\n", 431),
    ])
  func refused(name: String, field: String, status: Int) throws {
    let server = try TestServer(routes: SampleRoutes.all)
    let client = try server.client()
    try client.send(
      "POST /echo HTTP/1.1\r\nHost: here\r\n\(field)\r\nhelloGET /hello HTTP/1.1\r\n\r\n")
    let response = try client.response()
    #expect(response.status == status, "\(name)")
    #expect(response["connection"] == "close")
    #expect(response.problem != nil)
    #expect(client.isClosed())
    #expect(server.server.counters.requests == 0)
  }

  @Test("is answered even when much more than it is on its way")
  func lingering() throws {
    let server = try TestServer(routes: SampleRoutes.all)
    let client = try server.client()
    try client.send("NONSENSE\r\n\r\n" + String(repeating: "x", count: 1_000_000))
    #expect(try client.response().status == 400)
    try client.finish()
    #expect(client.isClosed())
  }
}
