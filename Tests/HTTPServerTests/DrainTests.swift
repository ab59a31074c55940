import HTTP
import HTTPServer
import Kernel
import Synchronization
import Testing

@Suite("A drain")
struct DrainTests {
  let desk = Desk()
  let epochs = EpochTable()

  private func server(_ drain: Duration = .seconds(10)) throws -> TestServer {
    let (desk, epochs) = (self.desk, self.epochs)
    return try TestServer(
      {
        $0.limits.drain = drain
        $0.loops = 2
      },
      routes: {
        SampleRoutes.all() + [
          Route(.get, "/later") { _ in .later { desk.take($0) } },
          Route(.get, "/stream") { _ in
            let authority = Authority(lease: Lease(slot: epochs.slot(of: 0))) { nil }
            return .stream(StreamAnswer(cursor: 0, topic: 1, authority: authority) { _ in [] })
          },
          Route(.get, "/wait") { _ in
            let authority = Authority(lease: Lease(slot: epochs.slot(of: 0))) { nil }
            return .wait(
              WaitAnswer(
                topic: 1, authority: authority, longest: .seconds(60), ready: { nil },
                timeIsUp: { SampleRoutes.text("nothing") }, refused: Response(.unauthorized)))
          },
        ]
      })
  }

  @Test("lets what is running finish, and sends the others away")
  func finishes() async throws {
    let server = try server()
    let running = try server.client()
    try running.send("GET /later HTTP/1.1\r\nHost: here\r\n\r\n")
    let completion = await desk.next()
    let idle = try server.client()
    #expect(try idle.get("/hello").status == 200)
    let stream = try server.client()
    try stream.send("GET /stream HTTP/1.1\r\nHost: here\r\n\r\n")
    _ = try stream.text(through: "\r\n\r\n")
    _ = try stream.chunk()
    let waiting = try server.client()
    try waiting.send("GET /wait HTTP/1.1\r\nHost: here\r\n\r\n")
    #expect(try server.client().get("/hello").status == 200)

    async let drained: Void = drain(server)
    #expect(idle.isClosed())
    let last = try #require(try stream.chunk())
    #expect(String(decoding: last, as: UTF8.self).hasPrefix("retry: "))
    #expect(try stream.chunk() == nil)
    #expect(stream.isClosed())
    let response = try waiting.response()
    #expect(response.text == "nothing")
    #expect(response["connection"] == "close")
    #expect(waiting.isClosed())
    #expect(throws: (any Error).self) { try server.client() }
    completion.finish(SampleRoutes.text("finished"))
    let finished = try running.response()
    #expect(finished.text == "finished")
    #expect(finished["connection"] == "close")
    #expect(running.isClosed())
    await drained
    #expect(server.server.counters.connectionsOpen == 0)
  }

  @Test("takes no longer than it may")
  func bounded() async throws {
    let server = try server(.milliseconds(100))
    let running = try server.client()
    try running.send("GET /later HTTP/1.1\r\nHost: here\r\n\r\n")
    let completion = await desk.next()
    await drain(server)
    #expect(running.isClosed())
    #expect(server.server.counters.connectionsOpen == 0)
    completion.finish(SampleRoutes.text("too late"))
  }

  @Test("of a server with nothing to do is over at once, also the second time")
  func empty() async throws {
    let server = try server(.seconds(60))
    await drain(server)
    await drain(server)
    #expect(throws: (any Error).self) { try server.client() }
  }

  /// Off the test's thread: it blocks.
  private func drain(_ server: TestServer) async {
    await withCheckedContinuation { continuation in
      do {
        _ = try KernelThread(name: "drain") {
          server.server.drain()
          continuation.resume()
        }
      } catch {
        preconditionFailure("no thread: \(error)")
      }
    }
  }
}
