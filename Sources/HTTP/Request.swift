/// One request, readable only while its handler runs, on its loop. The loop reuses the object: copy out what
/// later work needs.
///
/// The head's bytes are copied once into a buffer that stays; everything else is offsets into it until somebody asks for text.
package final class Request {
  /// How many names a route's pattern may capture.
  static let mostCaptures = 4

  private var head = RequestHead()
  private var bytes: [UInt8]
  private var fields: [HeaderField] = []
  private var captures = InlineArray<4, Extent>(repeating: Extent())
  private var captureNames: [String] = []

  /// The whole body, at most the route's limit.
  package internal(set) var body: [UInt8] = []
  /// The client's address after the configured number of trusted proxies, in its canonical text (IPv4-mapped folded into IPv4).
  package private(set) var source = ""
  /// Unique in this process's life; in the log and in problem documents.
  package private(set) var id: UInt64 = 0
  package private(set) var isSecure = false

  /// For the server and for tests: holds no request until it takes one.
  package init() {
    bytes = Array(repeating: 0, count: 1_024)
  }

  /// For the server: takes the place of the previous request. Without allocation once the largest head of this object has been seen.
  ///
  /// - Parameters:
  ///   - bytes: the same that were parsed.
  ///   - source: where the connection comes from; see `setSource` for what a proxy says.
  package func take(
    _ head: RequestHead, from parser: borrowing RequestParser, bytes: RawSpan,
    source: String, id: UInt64, isSecure: Bool
  ) {
    self.head = head
    if self.bytes.count < head.byteCount {
      self.bytes = Array(repeating: 0, count: head.byteCount.nextPowerOf2)
    }
    self.bytes.withUnsafeMutableBytes { copy in
      bytes.extracting(first: head.byteCount).withUnsafeBytes { copy.copyMemory(from: $0) }
    }
    fields.removeAll(keepingCapacity: true)
    fields.append(contentsOf: parser.fields[..<head.fieldCount])
    if !body.isEmpty { body = [] }
    if !captureNames.isEmpty { captureNames = [] }
    self.source = source
    self.id = id
    self.isSecure = isSecure
    if head.pathIsEncoded { decodePath() }
  }

  /// For the server: the body, once it is whole.
  package func take(body: [UInt8]) { self.body = body }

  /// For the server: the client that a trusted proxy named.
  package func setSource(_ source: String) { self.source = source }

  package var method: Method { head.method }

  /// The path without the query, percent-decoded once, with no dot segments (such paths are refused before).
  package var path: String { withPath { String(decoding: $0, as: UTF8.self) } }

  /// The value captured by the route's pattern `{name}`.
  package func parameter(_ name: String) -> String? {
    captureNames.firstIndex(of: name).map { text(captures[$0]) }
  }

  /// The first query item of that name, percent-decoded.
  package func query(_ name: String) -> String? {
    bytes.withUnsafeBytes { QueryItems(UnsafeRawBufferPointer(rebasing: $0[head.query.range])) }
      .first(named: name)
  }

  /// The names of all query items, to refuse unknown ones.
  package var queryNames: [String] {
    bytes.withUnsafeBytes {
      QueryItems(UnsafeRawBufferPointer(rebasing: $0[head.query.range])).names
    }
  }

  /// The value of the header, trimmed; nil if absent. Several are joined by ", ".
  package func header(_ name: StaticString) -> String? {
    var joined: String?
    for field in fields where matches(field, name) {
      joined = joined.map { $0 + ", " + text(field.value) } ?? text(field.value)
    }
    return joined
  }

  /// The same without a String, for the hot path; the first one only.
  package func withHeader<R>(_ name: StaticString, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
    for field in fields where matches(field, name) {
      return bytes.withUnsafeBytes {
        body(UnsafeRawBufferPointer(rebasing: $0[field.value.range]))
      }
    }
    return body(nil)
  }

  /// Whether the request has such a header, empty or not.
  package func hasHeader(_ name: StaticString) -> Bool {
    fields.contains { matches($0, name) }
  }

  /// Whether Content-Type is this type, its parameters aside. `type` is written in lower case.
  package func hasContentType(_ type: StaticString) -> Bool {
    withHeader("content-type") { value in
      guard let value else { return false }
      let end = value.firstIndex { $0 == UInt8(ascii: ";") || $0 == 0x20 || $0 == 0x09 }
      return value.bytes.matches(type, at: 0, count: end ?? value.count)
    }
  }

  /// Every value of a header that may come on several lines, in order.
  func eachHeader(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
    for field in fields where matches(field, name) {
      bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[field.value.range])) }
    }
  }

  /// The decoded path, "/" when the target named only a host.
  func withPath<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    if head.path.count == 0 {
      return withUnsafeBytes(of: UInt8(ascii: "/")) { body($0) }
    }
    return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[head.path.range])) }
  }

  /// What a route captured: stretches of the path as `withPath` gives it.
  func capture(_ names: [String], _ stretches: InlineArray<4, Extent>) {
    captureNames = names
    for index in names.indices {
      let start = head.path.range.lowerBound + stretches[index].range.lowerBound
      captures[index] = Extent(start, start + stretches[index].range.count)
    }
  }

  /// For tests of handlers: values that no route has captured.
  func capture(_ values: [String: String]) {
    precondition(values.count <= Request.mostCaptures, "a route captures at most four names")
    for (name, value) in values {
      captures[captureNames.count] = Extent(bytes.count, bytes.count + value.utf8.count)
      captureNames.append(name)
      bytes += value.utf8
    }
  }

  /// In place: what is meant is never longer than what was sent. The parser has checked it.
  private func decodePath() {
    let range = head.path.range
    guard let decoded = PercentEncoding.decoded(bytes.span.bytes.extracting(range)) else { return }
    for (offset, byte) in decoded.enumerated() { bytes[range.lowerBound + offset] = byte }
    head.path = Extent(range.lowerBound, range.lowerBound + decoded.count)
  }

  private func text(_ extent: Extent) -> String {
    bytes.withUnsafeBytes { String(decoding: $0[extent.range], as: UTF8.self) }
  }

  /// Names differ from others of their length early, so the loop behind the length is short.
  @inline(__always)
  private func matches(_ field: HeaderField, _ name: StaticString) -> Bool {
    guard Int(field.name.count) == name.utf8CodeUnitCount else { return false }
    return bytes.withUnsafeBytes { bytes in
      name.withUTF8Buffer { name in
        let start = Int(field.name.start)
        for index in name.indices {
          // Token characters that differ in this bit alone are the two cases of one letter ("^" and "~" aside).
          if (bytes[start + index] ^ name[index]) & ~0x20 != 0 { return false }
        }
        return true
      }
    }
  }
}

extension Int {
  fileprivate var nextPowerOf2: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}
