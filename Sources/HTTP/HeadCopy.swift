/// The bytes of a request's head and where its parts lie. Taking another head allocates only when it is larger than all before.
struct HeadCopy: ~Copyable {
  private(set) var head = RequestHead()
  private var bytes = [UInt8](repeating: 0, count: 1_024)
  private var fields: [HeaderField]
  private var captures = InlineArray<4, Extent>(repeating: Extent())
  private var captureNames: [String] = []

  init() {
    fields = []
    fields.reserveCapacity(32)
  }

  /// - Parameter source: the bytes that were parsed.
  mutating func take(_ head: RequestHead, _ parsed: [HeaderField], _ source: RawSpan) {
    self.head = head
    if bytes.count < head.byteCount {
      bytes = Array(repeating: 0, count: head.byteCount + head.byteCount / 2)
    }
    source.extracting(first: head.byteCount).withUnsafeBytes { source in
      bytes.withUnsafeMutableBytes { $0.copyMemory(from: source) }
    }
    fields.removeAll(keepingCapacity: true)
    for index in 0..<head.fieldCount { fields.append(parsed[index]) }
    if !captureNames.isEmpty { captureNames = [] }
    if head.pathIsEncoded { decodePath() }
  }

  func text(_ extent: Extent) -> String {
    bytes.withUnsafeBytes { String(decoding: $0[extent.range], as: UTF8.self) }
  }

  /// The decoded path, "/" when the target named only a host.
  func withPath<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    if head.path.count == 0 {
      return withUnsafeBytes(of: UInt8(ascii: "/")) { body($0) }
    }
    return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[head.path.range])) }
  }

  var query: QueryItems {
    bytes.withUnsafeBytes { QueryItems(UnsafeRawBufferPointer(rebasing: $0[head.query.range])) }
  }

  /// The first value; nil when there is no such field.
  func withHeader<R>(_ name: StaticString, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
    bytes.withUnsafeBytes { bytes in
      for field in fields where HeadCopy.matches(bytes, field, name) {
        return body(UnsafeRawBufferPointer(rebasing: bytes[field.value.range]))
      }
      return body(nil)
    }
  }

  /// Every value, in order.
  func eachHeader(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { bytes in
      for field in fields where HeadCopy.matches(bytes, field, name) {
        body(UnsafeRawBufferPointer(rebasing: bytes[field.value.range]))
      }
    }
  }

  func captured(_ name: String) -> String? {
    captureNames.firstIndex(of: name).map { text(captures[$0]) }
  }

  /// - Parameter stretches: of the path as `withPath` gives it.
  mutating func capture(_ names: [String], _ stretches: InlineArray<4, Extent>) {
    captureNames = names
    let path = Int(head.path.start)
    for index in names.indices {
      let range = stretches[index].range
      captures[index] = Extent(path + range.lowerBound, path + range.upperBound)
    }
  }

  /// For tests: a value that no route has captured.
  mutating func capture(_ name: String, _ value: String) {
    captures[captureNames.count] = Extent(bytes.count, bytes.count + value.utf8.count)
    captureNames.append(name)
    bytes += value.utf8
  }

  /// In place: what is meant is never longer than what was sent. The parser has checked it.
  private mutating func decodePath() {
    let start = Int(head.path.start)
    guard let decoded = PercentEncoding.decoded(bytes.span.bytes.extracting(head.path.range))
    else { return }
    bytes.replaceSubrange(start..<start + decoded.count, with: decoded)
    head.path = Extent(start, start + decoded.count)
  }

  /// Most names differ in length, so the loop behind it is seldom entered.
  @inline(__always)
  private static func matches(
    _ bytes: UnsafeRawBufferPointer, _ field: HeaderField, _ name: StaticString
  ) -> Bool {
    guard Int(field.name.count) == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { name in
      let start = Int(field.name.start)
      for index in name.indices {
        // Token characters that differ in this bit alone are the two cases of one letter ("^" and "~" aside).
        if (bytes[start + index] ^ name[index]) & ~0x20 != 0 { return false }
      }
      return true
    }
  }
}
