import HTTP
import HTTPServer
import Synchronization
import Testing

/// Completions that a test finishes by hand.
final class Desk: Sendable {
  private let waiting = Mutex<[Completion]>([])
  private let arrivals: AsyncStream<Void>
  private let arrived: AsyncStream<Void>.Continuation

  init() { (arrivals, arrived) = AsyncStream.makeStream() }

  func take(_ completion: Completion) {
    waiting.withLock { $0.append(completion) }
    arrived.yield()
  }

  /// Waits until somebody wants something.
  func next() async -> Completion {
    var iterator = arrivals.makeAsyncIterator()
    _ = await iterator.next()
    return waiting.withLock { $0.removeFirst() }
  }
}

@Suite("An answer that comes later")
struct LaterTests {
  let desk = Desk()
  let server: TestServer
  let client: RawClient

  init() throws {
    let desk = self.desk
    server = try TestServer(
      { $0.limits.answerTimeout = .seconds(20) },
      routes: {
        SampleRoutes.all() + [
          Route(.get, "/later") { _ in .later { desk.take($0) } },
          Route(.get, "/at-once") { _ in .later { $0.finish(SampleRoutes.text("at once")) } },
          Route(.get, "/dropped") { _ in .later { _ in } },
        ]
      })
    client = try server.client()
  }

  private func ask(_ path: String) throws {
    try client.send("GET \(path) HTTP/1.1\r\nHost: here\r\n\r\n")
  }

  @Test("is sent when the work is done, from whatever thread")
  func later() async throws {
    try ask("/later")
    await desk.next().finish(SampleRoutes.text("done"))
    #expect(try client.response().text == "done")
    #expect(try client.get("/at-once").text == "at once")
  }

  @Test("keeps those behind it waiting, and all in their order")
  func order() async throws {
    try ask("/items/1")
    try ask("/later")
    try ask("/items/2")
    try ask("/later")
    #expect(try client.response().text == "1")
    await desk.next().finish(SampleRoutes.text("first"))
    #expect(try client.response().text == "first")
    #expect(try client.response().text == "2")
    await desk.next().finish(SampleRoutes.text("second"))
    #expect(try client.response().text == "second")
  }

  @Test("does not keep other connections waiting")
  func others() async throws {
    try ask("/later")
    let completion = await desk.next()
    #expect(try server.client().get("/hello").status == 200)
    completion.finish(SampleRoutes.text("done"))
    #expect(try client.response().text == "done")
  }

  @Test("is the first one given")
  func twice() async throws {
    try ask("/later")
    let completion = await desk.next()
    completion.finish(SampleRoutes.text("first"))
    completion.finish(SampleRoutes.text("second"))
    #expect(try client.response().text == "first")
    #expect(try client.get("/items/next").text == "next")
  }

  @Test("is 500 when the work was given up")
  func dropped() throws {
    let response = try client.get("/dropped")
    #expect(response.status == 500)
    #expect(response.problem == "internal-error")
    #expect(try client.get("/hello").status == 200)
  }

  @Test("harms nobody when the client is gone, nor who has its place")
  func gone() async throws {
    var old: RawClient? = try server.client()
    // It does not read the first answer, so the server is told at once when it has gone: its connection is reset.
    try old?.send(
      "GET /hello HTTP/1.1\r\nHost: here\r\n\r\nGET /later HTTP/1.1\r\nHost: here\r\n\r\n")
    let completion = await desk.next()
    old = nil
    // The server sees that it is gone before it sees the next connection's request, which has the descriptor of the old one.
    var isOpen = true
    while isOpen {
      #expect(try client.get("/hello").status == 200)
      isOpen = server.server.counters.connectionsOpen > 1
    }
    let next = try server.client()
    #expect(try next.get("/hello").status == 200)
    completion.finish(SampleRoutes.text("for somebody else"))
    #expect(try next.get("/items/mine").text == "mine")
  }

  @Test("is 503 when the work takes longer than it may, and what comes then is dropped")
  func tooLong() async throws {
    let desk = self.desk
    let server = try TestServer(
      { $0.limits.answerTimeout = .milliseconds(50) },
      routes: { [Route(.get, "/later") { _ in .later { desk.take($0) } }] })
    let client = try server.client()
    try client.send("GET /later HTTP/1.1\r\nHost: here\r\n\r\n")
    let completion = await desk.next()
    let response = try client.response()
    #expect(response.status == 503)
    #expect(response.problem == "takes-too-long")
    #expect(response["retry-after"] != nil)
    completion.finish(SampleRoutes.text("too late"))
    #expect(client.isClosed())
  }
}
