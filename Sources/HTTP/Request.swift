/// One request, readable only while its handler runs, on its loop. The loop reuses the object: copy out what
/// later work needs.
package final class Request {
  package private(set) var method: Method = .get

  /// For the server and for tests: takes the place of the previous request.
  package init() {}

  /// The path without the query, percent-decoded once, with no dot segments (such paths are refused before).
  package var path: String { fatalError("unbuilt") }
  /// The value captured by the route's pattern `{name}`.
  package func parameter(_ name: String) -> String? { fatalError("unbuilt") }
  /// The first query item of that name, percent-decoded.
  package func query(_ name: String) -> String? { fatalError("unbuilt") }
  /// The names of all query items, to refuse unknown ones.
  package var queryNames: [String] { fatalError("unbuilt") }
  /// The value of the header, trimmed; nil if absent. Several are joined by ", ".
  package func header(_ name: StaticString) -> String? { fatalError("unbuilt") }
  /// The same without a String, for the hot path; the first one only.
  package func withHeader<R>(_ name: StaticString, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
    fatalError("unbuilt")
  }
  /// The whole body, at most the route's limit.
  package var body: [UInt8] { fatalError("unbuilt") }
  /// The client's address after the configured number of trusted proxies, in its canonical text (IPv4-mapped folded into IPv4).
  package var source: String { fatalError("unbuilt") }
  /// Unique in this process's life; in the log and in problem documents.
  package var id: UInt64 { fatalError("unbuilt") }
  package var isSecure: Bool { fatalError("unbuilt") }

  /// For tests of routes without a server.
  package static func testing(
    _ method: Method, _ target: String, headers: [(String, String)] = [], body: [UInt8] = [],
    parameters: [String: String] = [:]
  ) -> Request { fatalError("unbuilt") }
}
