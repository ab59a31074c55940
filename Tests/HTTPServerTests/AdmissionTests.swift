import HTTP
import HTTPServer
import Kernel
import Testing

@Suite("A connection")
struct AdmissionTests {
  @Test("that is one too many is told so, and let in when another has gone")
  func tooMany() throws {
    let server = try TestServer({ $0.limits.connections = 2 }, routes: SampleRoutes.all)
    let first = try server.client()
    #expect(try first.get("/hello").status == 200)
    var second: RawClient? = try server.client()
    #expect(try second?.get("/hello").status == 200)
    let third = try server.client()
    let response = try third.get("/hello")
    #expect(response.status == 503)
    #expect(response.problem == "too-many-connections")
    #expect(response["retry-after"] == "5")
    #expect(third.isClosed())
    #expect(server.server.counters.connectionsRefused == 1)
    second = nil
    while server.server.counters.connectionsOpen > 1 {
      #expect(try first.get("/hello").status == 200)
    }
    #expect(try server.client().get("/hello").status == 200)
  }

  @Test("is served on whichever loop it lands, with the same answers")
  func loops() throws {
    let server = try TestServer({ $0.loops = 3 }, routes: SampleRoutes.all)
    for number in 0..<30 {
      #expect(try server.client().get("/items/\(number)").text == "\(number)")
    }
    #expect(server.server.counters.connectionsAccepted == 30)
  }

  @Test("comes to a socket that somebody else opened, too", arguments: [1, 2])
  func inherited(loops: Int) throws {
    let socket = try Descriptor.listening(at: .ip("127.0.0.1", port: 0))
    let port = try #require(try socket.localAddress().port)
    let number = socket.release()
    let server = try TestServer(
      {
        $0.inheritedSocket = number
        $0.loops = loops
      }, routes: SampleRoutes.all)
    #expect(server.server.port == port)
    for _ in 0..<10 { #expect(try server.client().get("/hello").status == 200) }
  }
}

@Suite("A server's start")
struct StartTests {
  @Test("is refused with a sentence when the address is taken", arguments: [1, 2])
  func taken(loops: Int) throws {
    let first = try TestServer({ $0.loops = loops }, routes: SampleRoutes.all)
    let error = #expect(throws: ServerError.self) {
      try TestServer(
        {
          $0.port = first.server.port
          $0.loops = loops
        }, routes: SampleRoutes.all)
    }
    #expect(
      error?.description
        == "Port \(first.server.port) of 127.0.0.1 is in use by another process.")
    #expect(try first.client().get("/hello").status == 200)
  }

  @Test("is refused with a sentence when the certificate cannot be read")
  func noCertificate() throws {
    let error = #expect(throws: ServerError.self) {
      try TestServer(
        { $0.tls = TLSConfiguration(certificatePath: "/nowhere/a.pem", keyPath: "/nowhere/b") },
        routes: SampleRoutes.all)
    }
    #expect(error?.description.hasPrefix("/nowhere/a.pem cannot be used: ") == true)
  }

  @Test("gives its port up when nobody holds the server any more")
  func stopped() throws {
    var server: TestServer? = try TestServer(routes: SampleRoutes.all)
    let port = try #require(server?.server.port)
    let client = try #require(try server?.client())
    #expect(try client.get("/hello").status == 200)
    server = nil
    #expect(client.isClosed())
    let next = try TestServer({ $0.port = port }, routes: SampleRoutes.all)
    #expect(try next.client().get("/hello").status == 200)
  }
}

@Suite("A client's address")
struct SourceTests {
  @Test(
    "is what the right-most trusted proxy says, and never what anybody else says (BF-07)",
    arguments: [
      (0, "203.0.113.9", "127.0.0.1"),
      (1, "203.0.113.9", "203.0.113.9"),
      (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
      (2, "198.51.100.1, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
      (2, "203.0.113.9", "203.0.113.9"),
      (1, "::ffff:203.0.113.9", "203.0.113.9"),
      (1, "[2001:DB8::1]:4711", "2001:db8::1"),
      (1, "203.0.113.9:4711", "203.0.113.9"),
      (1, "unknown", "127.0.0.1"),
      (1, "203.0.113.9,", "127.0.0.1"),
      (1, "localhost", "127.0.0.1"),
    ])
  func proxies(trusted: Int, field: String, source: String) throws {
    let server = try TestServer({ $0.trustedProxies = trusted }, routes: SampleRoutes.all)
    let response = try server.client().get("/source", "X-Forwarded-For: \(field)\r\n")
    #expect(response.text == source)
  }

  @Test("is taken from all the lines that proxies wrote")
  func lines() throws {
    let server = try TestServer({ $0.trustedProxies = 1 }, routes: SampleRoutes.all)
    let headers = "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.9\r\n"
    #expect(try server.client().get("/source", headers).text == "203.0.113.9")
    #expect(try server.client().get("/source").text == "127.0.0.1")
  }
}
