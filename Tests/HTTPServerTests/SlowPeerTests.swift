import HTTP
import HTTPServer
import Kernel
import LanyardTesting
import Synchronization
import Testing

@Suite("A peer that is too slow")
struct SlowPeerTests {
  private func server(
    _ change: @escaping (inout ServerConfiguration.Limits) -> Void,
    log: (@Sendable (ServerEvent) -> Void)? = nil, folder: TemporaryDirectory? = nil
  ) throws -> TestServer {
    try TestServer(
      {
        change(&$0.limits)
        $0.log = log
      },
      routes: {
        SampleRoutes.all()
          + (folder.map { folder in
            [Route(.get, "/file") { _ in .file(SampleFile.answer(in: folder)) }]
          } ?? [])
      })
  }

  @Test("to begin is closed without a word")
  func silent() throws {
    let server = try server { $0.headerTimeout = .milliseconds(50) }
    #expect(try server.client().isClosed())
  }

  @Test("to send its head is answered 408, however steadily it sends")
  func head() throws {
    let server = try server { $0.headerTimeout = .milliseconds(100) }
    let client = try server.client()
    try client.send("GET /hello HTTP/1.1\r\nHost: here\r\n")
    // As fast as the loop answers somebody else, until the time is over.
    let other = try server.client()
    while server.server.counters.responsesByClass[4] == 0 {
      do { try client.send("X: y\r\n") } catch { break }
      #expect(try other.get("/hello").status == 200)
    }
    let response = try client.response()
    // With many short fields sent quickly, the header's limit may be first.
    #expect(response.status == 408 || response.status == 431)
    #expect(client.isClosed())
  }

  @Test("to send its next request is closed without a word, and not before its time")
  func idle() throws {
    let server = try server {
      $0.idleTimeout = .milliseconds(100)
      $0.headerTimeout = .seconds(60)
    }
    let client = try server.client()
    #expect(try client.get("/hello").status == 200)
    #expect(try client.get("/hello").status == 200)
    #expect(client.isClosed())
  }

  @Test("to send its body is answered 408")
  func body() throws {
    let slow = Mutex<[Slowness]>([])
    let server = try server {
      $0.bodyTimeout = .milliseconds(50)
    } log: { event in
      if case .tooSlow(let slowness, _) = event { slow.withLock { $0.append(slowness) } }
    }
    let client = try server.client()
    try client.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\nx")
    let response = try client.response()
    #expect(response.status == 408)
    #expect(response.problem == "request-too-slow")
    #expect(client.isClosed())
    #expect(slow.withLock { $0 } == [.body])
  }

  @Test("to read is closed")
  func reading() throws {
    let folder = TemporaryDirectory()
    let server = try server({ $0.writeTimeout = .milliseconds(100) }, folder: folder)
    let client = try server.slowReader()
    // More than both sides' buffers hold.
    for _ in 0..<10 { try client.send("GET /file HTTP/1.1\r\nHost: here\r\n\r\n") }
    let other = try server.client()
    // Behind the first answer, both have been let in.
    repeat {
      #expect(try other.get("/hello").status == 200)
    } while server.server.counters.connectionsOpen > 1
    #expect(client.rest().count < 10 * SampleFile.bytes.count)
  }

  @Test("but keeps the slowest pace that is allowed is waited for")
  func steady() throws {
    let folder = TemporaryDirectory()
    let server = try server(
      {
        $0.writeTimeout = .milliseconds(50)
        $0.bodyTimeout = .milliseconds(50)
        $0.slowestBytesPerSecond = 1
      }, folder: folder)
    let client = try server.client()
    try client.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 300\r\n\r\n")
    let other = try server.client()
    // Some 300 round trips, over more than one of the 50 ms.
    for _ in 0..<300 {
      try client.send("x")
      for _ in 0..<5 { #expect(try other.get("/hello").status == 200) }
    }
    #expect(try client.response().body.count == 300)
  }

  @Test("does not delay others, even in a crowd of a thousand")
  func crowd() throws {
    let server = try server { $0.connections = 2_000 }
    let crowd = try (0..<1_000).map { number in
      let client = try server.client()
      try client.send(
        number % 2 == 0
          ? "GET /hello HTTP/1.1\r\nHost: he"
          : "POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 90000\r\n\r\nx")
      return client
    }
    let fast = try server.client()
    let began = MonotonicTime.now
    for _ in 0..<200 { #expect(try fast.get("/hello").status == 200) }
    // Some 20 ms; a server that looked at each of the thousand for each request would need a second.
    #expect(MonotonicTime.now - began < .seconds(5))
    #expect(server.server.counters.connectionsOpen == 1_001)
    _ = crowd.count
  }
}
