import HTTP
import HTTPServer
import Testing

@Suite("A request's body")
struct BodyTests {
  let server: TestServer
  let client: RawClient

  init() throws {
    server = try TestServer(routes: SampleRoutes.all)
    client = try server.client()
  }

  private func post(_ path: String, _ headers: String, _ body: String = "") throws {
    try client.send("POST \(path) HTTP/1.1\r\nHost: here\r\n\(headers)\r\n\(body)")
  }

  @Test("reaches the handler whole, whether it comes with its head or later")
  func length() throws {
    try post("/echo", "Content-Length: 5\r\n", "hello")
    #expect(try client.response().text == "hello")
    let long = String(repeating: "0123456789", count: 10_000)
    try post("/echo", "Content-Length: 100000\r\n", long)
    #expect(try client.response().text == long)
    try post("/echo", "Content-Length: 5\r\n")
    for byte in "world".utf8 { try client.send([byte]) }
    #expect(try client.response().text == "world")
    #expect(try client.get("/hello").status == 200)
  }

  @Test("may come in chunks, and the next request begins behind the last")
  func chunks() throws {
    let next = "GET /items/next HTTP/1.1\r\nHost: here\r\n\r\n"
    let body = "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: 1\r\n\r\n"
    try post("/echo", "Transfer-Encoding: chunked\r\n", body + next)
    #expect(try client.response().text == "hello world")
    #expect(try client.response().text == "next")
    try post("/echo", "Transfer-Encoding: chunked\r\n")
    for byte in (body + next).utf8 { try client.send([byte]) }
    #expect(try client.response().text == "hello world")
    #expect(try client.response().text == "next")
  }

  @Test(
    "in chunks of odd sizes is answered 400 and ends the connection",
    arguments: ["0x5", "_5", "+5", "-5", "", "5 ", "fffffffffffffffff"])
  func oddChunks(size: String) throws {
    let next = "GET /hello HTTP/1.1\r\nHost: here\r\n\r\n"
    try post("/echo", "Transfer-Encoding: chunked\r\n", "\(size)\r\nhello\r\n0\r\n\r\n" + next)
    #expect(try client.response().status == 400)
    #expect(client.isClosed())
  }

  @Test("larger than the route takes is answered 413, before it comes")
  func tooLarge() throws {
    try post("/echo", "Content-Length: 100001\r\n")
    let response = try client.response()
    #expect(response.status == 413)
    #expect(response.problem == "body-too-large")
    #expect(client.isClosed())
  }

  @Test("larger than the route takes is answered 413 when its chunks show it")
  func tooLargeInChunks() throws {
    try post("/echo", "Transfer-Encoding: chunked\r\n", "186A1\r\n")
    #expect(try client.response().status == 413)
    #expect(client.isClosed())
  }

  @Test("is refused where none is taken")
  func none() throws {
    try client.send("GET /hello HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n{}")
    #expect(try client.response().status == 413)
    #expect(client.isClosed())
  }

  @Test("is asked for when the client waits to be asked, but not when it is refused")
  func expectContinue() throws {
    try post("/echo", "Content-Length: 5\r\nExpect: 100-continue\r\n")
    #expect(try client.text(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
    try client.send("hello")
    #expect(try client.response().text == "hello")
    try post("/nowhere", "Content-Length: 5\r\nExpect: 100-continue\r\n")
    #expect(try client.response().status == 404)
    #expect(client.isClosed())
  }

  @Test("is not waited for when the route does not want it, and the connection ends")
  func unwanted() throws {
    let server = try TestServer(routes: {
      [
        Route(
          .put, "/closed", bodyLimit: 4 << 20,
          refusal: { _ in .now(Problem(.unauthorized, "closed", "Not you.").response) }
        ) { .now(SampleRoutes.text($0.body)) }
      ]
    })
    for headers in ["Content-Length: 4194304\r\n", "Transfer-Encoding: chunked\r\n"] {
      for expectation in ["", "Expect: 100-continue\r\n"] {
        let client = try server.client()
        try client.send("PUT /closed HTTP/1.1\r\nHost: here\r\n\(headers)\(expectation)\r\n")
        let response = try client.response()
        #expect(response.status == 401)
        #expect(response["connection"] == "close")
        #expect(client.isClosed())
      }
    }
  }

  @Test("of another type than the route takes is answered 415")
  func type() throws {
    let put = "PUT /json HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n"
    try client.send(put + "Content-Type: application/json; charset=utf-8\r\n\r\n{}")
    #expect(try client.response().text == "{}")
    try client.send(put + "Content-Type: text/plain\r\n\r\n{}")
    #expect(try client.response().status == 415)
    #expect(client.isClosed())
    let other = try server.client()
    try other.send(put + "\r\n{}")
    #expect(try other.response().status == 415)
  }

  @Test("that ends in its middle is forgotten")
  func truncated() throws {
    try post("/echo", "Content-Length: 5\r\n", "hell")
    try client.finish()
    #expect(client.isClosed())
    #expect(server.server.counters.responsesByClass.reduce(0, +) == 0)
  }

  @Test("is refused when all bodies together are too much")
  func tooMuchTogether() throws {
    let server = try TestServer(
      { $0.limits.bodiesInFlightBytes = 150_000 }, routes: SampleRoutes.all)
    let piece = String(repeating: "x", count: 80_000)
    let head = "POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n"
    let first = try server.client()
    try first.send(head + piece)
    // The loop has its bytes before those of the second: one is answered only behind the other.
    #expect(try server.client().get("/hello").status == 200)
    let second = try server.client()
    try second.send(head + piece)
    let response = try second.response()
    #expect(response.status == 503)
    #expect(response["retry-after"] != nil)
    try first.send(String(repeating: "y", count: 20_000))
    #expect(try first.response().body.count == 100_000)
    let third = try server.client()
    try third.send(head + piece)
    try third.send(String(repeating: "z", count: 20_000))
    #expect(try third.response().status == 200)
  }
}
