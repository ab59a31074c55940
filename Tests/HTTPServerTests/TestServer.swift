import HTTP
import HTTPServer

/// A server on a port of its own, stopped when the test lets go of it.
struct TestServer {
  let server: Server
  let feed: LoopFeed

  init(
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    routes: @escaping @Sendable () -> [Route]
  ) throws {
    var configuration = ServerConfiguration(host: "127.0.0.1", port: 0, loops: 1)
    change(&configuration)
    feed = LoopFeed()
    server = try Server(configuration, feed: feed) { _ in LoopService(routes: routes()) }
  }

  func client() throws -> RawClient { try RawClient(port: server.port) }
  func slowReader() throws -> RawClient { try RawClient(port: server.port, window: 16_384) }
}

/// Routes that most tests need.
enum SampleRoutes {
  static func all() -> [Route] {
    [
      Route(.get, "/hello") { _ in .now(.json(.ok, [UInt8]("{\"hello\":1}".utf8))) },
      Route(.get, "/tagged") { _ in .now(.json(.ok, [UInt8]("{\"tag\":1}".utf8), etag: "\"one\""))
      },
      Route(.get, "/source") { .now(text($0.source)) },
      Route(.get, "/items/{item}") { .now(text($0.parameter("item") ?? "none")) },
      Route(.post, "/echo", bodyLimit: 100_000) { .now(text($0.body)) },
      Route(.put, "/json", bodyLimit: 64, contentType: "application/json") {
        .now(text($0.body))
      },
    ]
  }

  static func text(_ text: String) -> Response { SampleRoutes.text(Array(text.utf8)) }
  static func text(_ bytes: [UInt8]) -> Response {
    Response(.ok, headers: [("Content-Type", "text/plain")], body: bytes)
  }
}
