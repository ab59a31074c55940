import Testing

@testable import HTTP

@Suite("A route table")
struct RouteTableTests {
  private let table = RouteTable([
    route(.get, "/"),
    route(.get, "/v1/sessions"),
    route(.post, "/v1/sessions"),
    route(.delete, "/v1/sessions"),
    route(.delete, "/v1/sessions/current"),
    route(.delete, "/v1/sessions/{session}"),
    route(.get, "/v1/sessions/{session}/log"),
    route(.get, "/v1/themes/{theme}/files/{digest}"),
    route(.get, "/v1/themes/{name}"),
    route(.head, "/v1/probe"),
    route(.get, "/v1/probe"),
  ])

  private static func route(_ method: Method, _ pattern: StaticString) -> Route {
    Route(method, pattern) { _ in .now(Response(.ok)) }
  }

  private func match(_ method: Method, _ target: String) -> (RouteTable.Match, Request) {
    let request = Request.testing(method, target)
    return (table.match(request), request)
  }

  @Test(
    "finds the route of a path",
    arguments: [
      (Method.get, "/", 0), (.get, "/v1/sessions", 1), (.post, "/v1/sessions?x=/y", 2),
      (.delete, "/v1/sessions/current", 4), (.delete, "/v1/sessions/ses_1", 5),
      (.get, "/v1/sessions/current/log", 6), (.get, "/v1/themes/aurora/files/00ff", 7),
      (.get, "/v1/themes/files", 8), (.get, "/v1/them%65s/a", 8), (.head, "/v1/sessions", 1),
      (.head, "/v1/probe", 9),
    ])
  func found(method: Method, target: String, index: Int) {
    #expect(match(method, target).0 == .route(index))
  }

  @Test(
    "knows no other path",
    arguments: [
      "/v1", "/v1/", "/v1/session", "/v1/sessionsx", "/v1/sessions/", "/v1/sessions/a/b",
      "/v1/themes", "/v1/themes//files/x", "/V1/sessions", "//v1/sessions", "/v1/themes/a/files",
    ])
  func unknown(target: String) { #expect(match(.get, target).0 == .noPath) }

  @Test("names the methods that a path has")
  func methods() {
    #expect(match(.put, "/v1/sessions").0 == .noMethod(allow: "DELETE, GET, HEAD, OPTIONS, POST"))
    #expect(match(.options, "/v1/sessions/x").0 == .noMethod(allow: "DELETE, OPTIONS"))
    #expect(match(.get, "/v1/sessions/current").0 == .noMethod(allow: "DELETE, OPTIONS"))
    #expect(match(Method("get"), "/").0 == .noMethod(allow: "GET, HEAD, OPTIONS"))
  }

  @Test("captures segments decoded, under the names of the route that was taken")
  func captures() {
    let (_, file) = match(.get, "/v1/themes/a%20%C3%A5/files/00ff?theme=b")
    #expect(file.parameter("theme") == "a å")
    #expect(file.parameter("digest") == "00ff")
    #expect(file.parameter("name") == nil)
    let (_, theme) = match(.get, "/v1/themes/x")
    #expect(theme.parameter("name") == "x")
    #expect(theme.parameter("theme") == nil)
  }

  @Test("forgets what an earlier request captured")
  func reuse() {
    let request = Request.testing(.get, "/v1/themes/x")
    _ = table.match(request)
    var parser = RequestParser(limits: RequestLimits())
    var progress = RequestParser.Progress()
    let bytes = Array("GET /v1/sessions HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    guard case .head(let head) = parser.parse(bytes.span.bytes, &progress) else {
      Issue.record("the request was not taken")
      return
    }
    request.take(
      head, from: parser, bytes: bytes.span.bytes, source: "", id: 2, isSecure: true)
    #expect(table.match(request) == .route(1))
    #expect(request.parameter("name") == nil)
  }
}
