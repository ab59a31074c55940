import HTTP
import HTTPServer
import Testing

@Suite("A prepared response")
struct PreparedTests {
  let server: TestServer
  let client: RawClient

  private static let large = (0..<200_000).map { UInt8(ascii: "a") + UInt8($0 % 23) }

  init() throws {
    server = try TestServer(routes: {
      let small = PreparedResponse(SampleRoutes.text("small").tagged)
      let large = PreparedResponse(SampleRoutes.text(PreparedTests.large).tagged)
      return SampleRoutes.all() + [
        Route(.get, "/small") { _ in .prepared(small) },
        Route(.get, "/large") { _ in .prepared(large) },
      ]
    })
    client = try server.client()
  }

  @Test("is sent as often as it is asked for, whatever its size")
  func sent() throws {
    for _ in 0..<3 {
      let small = try client.get("/small")
      #expect(small.status == 200 && small.text == "small")
      #expect(small["date"] != nil && small["etag"] == "\"tag\"")
      let large = try client.get("/large")
      #expect(large.status == 200 && large.body == Self.large)
      #expect(large["content-length"] == "200000" && large["content-type"] == "text/plain")
    }
  }

  @Test("keeps its place among pipelined requests")
  func pipelined() throws {
    let get = { (path: String) in "GET \(path) HTTP/1.1\r\nHost: here\r\n\r\n" }
    try client.send(get("/large") + get("/small") + get("/large") + get("/items/1"))
    #expect(try client.response().body == Self.large)
    #expect(try client.response().text == "small")
    #expect(try client.response().body == Self.large)
    #expect(try client.response().text == "1")
  }

  @Test("is only a head for HEAD, and for who has it", arguments: ["/small", "/large"])
  func notSent(path: String) throws {
    try client.send("HEAD \(path) HTTP/1.1\r\nHost: here\r\n\r\n")
    let length = try client.response(hasBody: false)["content-length"]
    #expect(length == (path == "/small" ? "5" : "200000"))
    #expect(try client.get(path, "If-None-Match: \"tag\"\r\n").status == 304)
    #expect(try client.get(path, "If-Match: \"other\"\r\n").status == 412)
    #expect(try client.get("/hello").status == 200)
  }
}

extension Response {
  fileprivate var tagged: Response {
    var response = self
    response.etag = "\"tag\""
    return response
  }
}
