/// One request, readable only while its handler runs, on its loop. The loop reuses the object: copy out what
/// later work needs.
///
/// The head's bytes are copied once into a buffer that stays; everything else is offsets into it until somebody asks for text.
package final class Request {
  /// How many names a route's pattern may capture.
  static let mostCaptures = 4

  // Who reads these cannot change them meanwhile: handlers have no way to it but through this class, and `take` is the loop's.
  @exclusivity(unchecked) private var copy = HeadCopy()

  /// The whole body, at most the route's limit.
  package private(set) var body: [UInt8] = []
  /// The client's address after the configured number of trusted proxies, in its canonical text (IPv4-mapped folded into IPv4).
  @exclusivity(unchecked) package private(set) var source = ""
  /// Unique in this process's life; in the log and in problem documents.
  package private(set) var id: UInt64 = 0
  package private(set) var isSecure = false

  /// For the server and for tests: holds no request until it takes one.
  package init() {}

  /// For the server: takes the place of the previous request.
  ///
  /// - Parameters:
  ///   - bytes: the same that were parsed.
  ///   - source: where the connection comes from; see `setSource` for what a proxy says.
  package func take(
    _ head: RequestHead, from parser: borrowing RequestParser, bytes: RawSpan,
    source: String, id: UInt64, isSecure: Bool
  ) {
    copy.take(head, parser.fields, bytes)
    if !body.isEmpty { body = [] }
    self.source = source
    self.id = id
    self.isSecure = isSecure
  }

  /// For the server: the body, once it is whole.
  package func take(body: [UInt8]) { self.body = body }

  /// For the server: the client that a trusted proxy named.
  package func setSource(_ source: String) { self.source = source }

  package var method: Method { copy.head.method }

  /// The path without the query, percent-decoded once, with no dot segments (such paths are refused before).
  package var path: String { copy.withPath { String(decoding: $0, as: UTF8.self) } }

  /// The value captured by the route's pattern `{name}`.
  package func parameter(_ name: String) -> String? { copy.captured(name) }

  /// The first query item of that name, percent-decoded.
  package func query(_ name: String) -> String? { copy.query.first(named: name) }

  /// The names of all query items, to refuse unknown ones.
  package var queryNames: [String] { copy.query.names }

  /// The value of the header, trimmed; nil if absent. Several are joined by ", ".
  package func header(_ name: StaticString) -> String? {
    var joined: String?
    copy.eachHeader(name) { value in
      let text = String(decoding: value, as: UTF8.self)
      joined = joined.map { $0 + ", " + text } ?? text
    }
    return joined
  }

  /// The same without a String, for the hot path; the first one only.
  package func withHeader<R>(_ name: StaticString, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
    copy.withHeader(name, body)
  }

  /// Every value of a header that may come on several lines, in order.
  package func eachHeader(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
    copy.eachHeader(name, body)
  }

  /// Whether it holds only under a condition on the entity tag of what it would be answered.
  var isConditional: Bool { hasHeader("if-none-match") || hasHeader("if-match") }

  /// Whether the request has such a header, empty or not.
  package func hasHeader(_ name: StaticString) -> Bool { copy.withHeader(name) { $0 != nil } }

  /// Whether Content-Type is this type, its parameters aside. `type` is written in lower case.
  package func hasContentType(_ type: StaticString) -> Bool {
    copy.withHeader("content-type") { value in
      guard let value else { return false }
      let end = value.firstIndex { $0 == UInt8(ascii: ";") || $0 == 0x20 || $0 == 0x09 }
      return value.bytes.matches(type, at: 0, count: end ?? value.count)
    }
  }

  /// The decoded path, "/" when the target named only a host.
  func withPath<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { copy.withPath(body) }

  /// What a route captured: stretches of the path as `withPath` gives it.
  func capture(_ names: [String], _ stretches: InlineArray<4, Extent>) {
    copy.capture(names, stretches)
  }

  /// For tests of handlers: values that no route has captured.
  func capture(_ values: [String: String]) {
    precondition(values.count <= Request.mostCaptures, "a route captures at most four names")
    for (name, value) in values { copy.capture(name, value) }
  }
}
