import HTTP
import HTTPServer
import JSON
import Kernel
import LanyardTesting
import Testing

@testable import HTTPClient

@Suite("A client of a real server")
struct HTTPClientTests {
  private let server: Server
  private let client: HTTPClient

  init() throws {
    let configuration = ServerConfiguration(host: "127.0.0.1", port: 0, loops: 1)
    server = try Server(configuration, feed: LoopFeed()) { _ in
      LoopService(routes: HTTPClientTests.routes)
    }
    client = HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: server.port))
  }

  private static var routes: [Route] {
    [
      Route(.get, "/hello") { request in
        .now(
          .json(
            .ok,
            JSONValue.object(["token": .string(request.header("authorization") ?? "")]).encoded()))
      },
      Route(.post, "/echo", bodyLimit: 8 << 20) { request in
        .now(
          Response(
            .created, headers: [("X-Type", request.header("content-type") ?? "")],
            body: request.body))
      },
      Route(.delete, "/thing") { _ in .now(Response(.noContent)) },
      Route(.get, "/items/{item}") {
        .now(Response(.ok, body: Array(($0.parameter("item") ?? "").utf8)))
      },
      Route(.get, "/busy") { _ in
        var problem = Problem(.serviceUnavailable, "busy", "Too much waits.", detail: "Later.")
        problem.headers = [("Retry-After", "7")]
        problem.members = [("queue", Array("3".utf8))]
        return .now(problem.response)
      },
    ]
  }

  @Test("is answered, many times on one connection")
  func keepAlive() throws {
    for _ in 0..<5 {
      let answer = try client.send(ClientRequest(.get, "/hello"))
      #expect(answer.status == .ok && answer["content-type"] == "application/json")
      #expect(answer.json == .object(["token": .string("")]))
      #expect(try client.send(ClientRequest(.delete, "/thing")).status == .noContent)
      #expect(try client.send(ClientRequest(.head, "/hello")).body.isEmpty)
    }
    #expect(server.counters.connectionsAccepted == 1)
  }

  @Test("sends its token")
  func token() throws {
    client.token = "lnya_x"
    let answer = try client.send(ClientRequest(.get, "/hello"))
    #expect(answer.json == .object(["token": .string("Bearer lnya_x")]))
  }

  @Test("sends bytes with their type")
  func bytes() throws {
    let answer = try client.send(ClientRequest(.post, "/echo", json: .array([.integer(1)])))
    #expect(answer.status == .created && answer.body == Array("[1]".utf8))
    #expect(answer["x-type"] == "application/json")
  }

  @Test("sends a stretch of a file, and tells how far it is")
  func file() throws {
    let folder = TemporaryDirectory()
    let content = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = try folder.write("image", content)
    var told: [Int64] = []
    let answer = try client.send(
      ClientRequest(
        .post, "/echo", body: .file(path: path, range: 10..<900_010, type: "application/x"))
    ) { told.append($0) }
    #expect(answer.body == Array(content[10..<900_010]))
    #expect(told.last == 900_000 && told == told.sorted())
  }

  @Test("does not send a file that is shorter than it was said to be")
  func shortFile() throws {
    let folder = TemporaryDirectory()
    let path = try folder.write("image", [1, 2, 3])
    let request = ClientRequest(
      .post, "/echo", body: .file(path: path, range: 0..<10, type: "application/x"))
    #expect(throws: HTTPClientError.self) { try client.send(request) }
    // The half-sent request is not where the next one goes.
    #expect(try client.send(ClientRequest(.get, "/hello")).isSuccess)
  }

  @Test("reads a refusal's own words")
  func problem() throws {
    let answer = try client.send(ClientRequest(.get, "/busy"))
    let problem = RemoteProblem(answer)
    #expect(problem.slug == "busy" && problem.status == .serviceUnavailable)
    #expect("\(problem)" == "Too much waits. Later." && problem.retryAfter == 7)
    #expect(problem.members["queue"] == .integer(3))
    #expect(throws: HTTPClientError.refused(problem)) { try answer.orRefused() }
  }

  @Test("escapes what goes into a path")
  func escaping() throws {
    let item = "a å?#%20"
    let target = "/items/" + ClientRequest.escaped("a å?#")
    #expect(target == "/items/a%20%C3%A5%3F%23")
    #expect(try client.send(ClientRequest(.get, target)).body == Array("a å?#".utf8))
    // An encoded percent sign is refused by the server, not misread.
    let refused = try client.send(ClientRequest(.get, "/items/" + ClientRequest.escaped(item)))
    #expect(refused.status == .badRequest)
  }

  @Test("hears why an upload is too large, and goes on with a new connection")
  func tooLarge() throws {
    let body = [UInt8](repeating: 0, count: 20 << 20)
    let answer = try client.send(
      ClientRequest(.post, "/echo", body: .bytes(body, type: "application/x")))
    #expect(answer.status == .contentTooLarge)
    #expect(try client.send(ClientRequest(.get, "/hello")).isSuccess)
  }
}
