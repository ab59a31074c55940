import HTTP
import HTTPServer
import Synchronization
import Testing

/// What a stream's events are read from.
final class EventLog: Sendable {
  private let events = Mutex<[StreamEvent]>([])
  let reads = Atomic<Int>(0)

  func append(_ data: String) {
    events.withLock { events in
      let id = Int64(events.count + 1)
      events.append(StreamEvent(id: id, kind: "test", data: Array(data.utf8)))
    }
  }

  /// Ten at a time.
  func events(after cursor: Int64) -> [StreamEvent] {
    reads.add(1, ordering: .relaxed)
    return events.withLock { Array($0.filter { $0.id > cursor }.prefix(10)) }
  }
}

@Suite("A stream of events")
struct StreamTests {
  let log = EventLog()
  let epochs = EpochTable()
  let mayServe = Switch(true)

  private func server(
    _ change: @escaping (inout ServerConfiguration) -> Void = { _ in }
  ) throws -> TestServer {
    let (log, epochs, mayServe) = (self.log, self.epochs, self.mayServe)
    return try TestServer(
      change,
      routes: {
        SampleRoutes.all() + [
          Route(.get, "/stream") { request in
            let slot = epochs.slot(of: 0)
            let cursor = request.header("Last-Event-ID").flatMap { Int64($0) } ?? 0
            return .stream(
              StreamAnswer(
                cursor: cursor, topic: 7,
                authority: Authority(lease: Lease(slot: slot)) {
                  mayServe.isOn ? Lease(slot: slot) : nil
                },
                next: { log.events(after: $0) }))
          }
        ]
      })
  }

  private func open(_ server: TestServer, _ headers: String = "") throws -> RawClient {
    let client = try server.client()
    try client.send("GET /stream HTTP/1.1\r\nHost: here\r\n\(headers)\r\n")
    let head = RawResponse(head: try client.text(through: "\r\n\r\n"))
    #expect(head.status == 200)
    #expect(head["content-type"] == "text/event-stream")
    #expect(head["cache-control"] == "no-store")
    #expect(try text(client) == "retry: 2000\n\n")
    return client
  }

  /// Of the next chunk; nil at the stream's end.
  private func text(_ client: RawClient) throws -> String? {
    try client.chunk().map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("begins with what there is, and goes on when its topic is poked")
  func events() throws {
    let server = try server()
    for number in 1...25 { log.append("\(number)") }
    let client = try open(server)
    for number in 1...25 {
      #expect(try text(client) == "id: \(number)\nevent: test\ndata: \(number)\n\n")
    }
    log.append("news")
    server.feed.poke(topic: 7)
    #expect(try text(client) == "id: 26\nevent: test\ndata: news\n\n")
    log.append("for all")
    server.feed.poke(topic: nil)
    #expect(try text(client) == "id: 27\nevent: test\ndata: for all\n\n")
  }

  @Test("is not read for when another topic is poked")
  func otherTopic() throws {
    let server = try server()
    let client = try open(server)
    // Behind an answer on the same loop, the stream has been looked at.
    #expect(try server.client().get("/hello").status == 200)
    let before = log.reads.load(ordering: .relaxed)
    server.feed.poke(topic: 8)
    #expect(try server.client().get("/hello").status == 200)
    #expect(log.reads.load(ordering: .relaxed) == before)
    log.append("mine")
    server.feed.poke(topic: 7)
    #expect(try text(client) == "id: 1\nevent: test\ndata: mine\n\n")
  }

  @Test("goes on behind the last event that the client has")
  func resumed() throws {
    let server = try server()
    for number in 1...5 { log.append("\(number)") }
    let client = try open(server, "Last-Event-ID: 3\r\n")
    #expect(try text(client)?.hasPrefix("id: 4\n") == true)
    #expect(try text(client)?.hasPrefix("id: 5\n") == true)
  }

  @Test("shows signs of life when there is nothing to say")
  func heartbeat() throws {
    let server = try server { $0.limits.heartbeat = .milliseconds(30) }
    let client = try open(server)
    for _ in 0..<3 { #expect(try text(client) == ":\n\n") }
    #expect(server.server.counters.streamsOpen == 1)
  }

  @Test("ends at once when the right to it has ended")
  func revoked() throws {
    let server = try server()
    let client = try open(server)
    mayServe.isOn = false
    epochs.slot(of: 0).bump()
    log.append("not for you")
    server.feed.poke(topic: 7)
    #expect(try text(client) == nil)
    #expect(client.isClosed())
    #expect(server.server.counters.streamsOpen == 0)
  }

  @Test("ends with the next sign of life when nobody told that the right has ended")
  func revokedQuietly() throws {
    let server = try server { $0.limits.heartbeat = .milliseconds(100) }
    let client = try open(server)
    mayServe.isOn = false
    epochs.slot(of: 0).bump()
    var last: String? = ":\n\n"
    while last == ":\n\n" { last = try text(client) }
    #expect(last == nil)
  }

  @Test("reads no further than its client does")
  func backPressure() throws {
    let server = try server { $0.limits.writeTimeout = .seconds(60) }
    let data = String(repeating: "x", count: 100_000)
    for _ in 0..<300 { log.append(data) }
    let client = try server.slowReader()
    try client.send("GET /stream HTTP/1.1\r\nHost: here\r\n\r\n")
    _ = try client.text(through: "\r\n\r\n")
    var reads = -1
    // It stands still when a whole round trip on the same loop has brought no further read.
    while reads != log.reads.load(ordering: .relaxed) {
      reads = log.reads.load(ordering: .relaxed)
      for _ in 0..<20 { #expect(try server.client().get("/hello").status == 200) }
    }
    #expect(reads < 25)
    _ = try text(client)
    for number in 1...300 {
      #expect(try text(client)?.hasPrefix("id: \(number)\n") == true)
    }
  }

  @Test("is forgotten when its client is gone")
  func gone() throws {
    let server = try server()
    var client: RawClient? = try open(server)
    #expect(server.server.counters.streamsOpen == 1)
    client = nil
    _ = client
    let other = try server.client()
    while server.server.counters.streamsOpen > 0 {
      #expect(try other.get("/hello").status == 200)
    }
  }

  @Test("is a body without chunks in HTTP/1.0, and only a head for HEAD")
  func older() throws {
    let server = try server()
    log.append("one")
    let client = try server.client()
    try client.send("HEAD /stream HTTP/1.1\r\nHost: here\r\n\r\n")
    #expect(try client.response(hasBody: false).status == 200)
    #expect(try client.get("/hello").status == 200)
    try client.send("GET /stream HTTP/1.0\r\n\r\n")
    #expect(try client.response(hasBody: false)["transfer-encoding"] == nil)
    #expect(
      try client.text(through: "one\n\n") == "retry: 2000\n\nid: 1\nevent: test\ndata: one\n\n")
  }

  @Test("keeps an event on its lines, whatever it holds")
  func lines() throws {
    let server = try server()
    log.append("a\nid: 99\rb")
    let client = try open(server)
    #expect(try text(client) == "id: 1\nevent: test\ndata: a id: 99 b\n\n")
  }
}

@Suite("A request that waits for something to say")
struct LongPollTests {
  let log = EventLog()
  let epochs = EpochTable()
  let mayServe = Switch(true)
  let server: TestServer
  let client: RawClient

  init() throws {
    let (log, epochs, mayServe) = (self.log, self.epochs, self.mayServe)
    server = try TestServer(routes: {
      SampleRoutes.all() + [
        Route(.get, "/wait/{milliseconds}") { request in
          let slot = epochs.slot(of: 0)
          let longest = request.parameter("milliseconds").flatMap { Int($0) } ?? 0
          return .wait(
            WaitAnswer(
              topic: 7,
              authority: Authority(lease: Lease(slot: slot)) {
                mayServe.isOn ? Lease(slot: slot) : nil
              },
              longest: .milliseconds(longest),
              ready: { log.events(after: 0).first.map { SampleRoutes.text($0.data) } },
              timeIsUp: { SampleRoutes.text("nothing") },
              refused: Response(.unauthorized)))
        }
      ]
    })
    client = try server.client()
  }

  private func wait(_ milliseconds: Int) throws {
    try client.send("GET /wait/\(milliseconds) HTTP/1.1\r\nHost: here\r\n\r\n")
  }

  /// Until the loop has seen all that was sent before.
  private func settle() throws { #expect(try server.client().get("/hello").status == 200) }

  @Test("is answered at once when there is something")
  func ready() throws {
    log.append("news")
    try wait(60_000)
    #expect(try client.response().text == "news")
  }

  @Test("is answered when there is, and those behind it then")
  func poked() throws {
    try wait(60_000)
    try client.send("GET /items/next HTTP/1.1\r\nHost: here\r\n\r\n")
    try settle()
    server.feed.poke(topic: 7)
    try settle()
    log.append("news")
    server.feed.poke(topic: 7)
    #expect(try client.response().text == "news")
    #expect(try client.response().text == "next")
  }

  @Test("is answered when its time is over")
  func timeIsUp() throws {
    try wait(30)
    #expect(try client.response().text == "nothing")
    #expect(try client.get("/hello").status == 200)
  }

  @Test("is refused as soon as the right to it has ended")
  func revoked() throws {
    try wait(60_000)
    try settle()
    mayServe.isOn = false
    epochs.slot(of: 0).bump()
    log.append("not for you")
    server.feed.poke(topic: nil)
    #expect(try client.response().status == 401)
  }
}
