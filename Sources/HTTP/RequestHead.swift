/// Where the parts of a request's head lie, and what they say of the connection. A plain value: it holds offsets into the
/// bytes that were parsed, never the bytes.
package struct RequestHead: Hashable, Sendable {
  package internal(set) var method = Method(packed: 0)
  /// The path as it was sent; empty when an absolute target named only a host, which means "/".
  var path = Extent()
  /// The query without its "?"; empty also when there is none.
  var query = Extent()
  /// How many entries of the parser's field table are this request's.
  var fieldCount = 0
  /// Set when the path holds "%": it must be decoded before anybody compares it.
  var pathIsEncoded = false
  package internal(set) var body = BodyFraming.none
  /// Whether the client lets the connection be used again, from its version and its Connection fields.
  package internal(set) var keepsAlive = true
  /// The client waits for `100 Continue` before it sends the body. Never set in HTTP/1.0 or without a body.
  package internal(set) var expectsContinue = false
  /// 0 or 1; what is newer within HTTP/1 counts as 1.
  package internal(set) var minorVersion: UInt8 = 1
  /// How many bytes the head took, the empty line included. The body, or the next request, starts there.
  package internal(set) var byteCount = 0

  init() {}
}

/// How the body of a request is delimited: RFC 9112 section 6.3.
package enum BodyFraming: Hashable, Sendable {
  /// No body, or one said to be empty.
  case none
  /// So many bytes follow, at least one.
  case length(Int64)
  case chunked
}

/// A stretch of a head.
struct Extent: Hashable, Sendable {
  private(set) var start: UInt16 = 0
  private(set) var count: UInt16 = 0

  init() {}
  @inline(__always)
  init(_ start: Int, _ end: Int) {
    // The limits of a head keep both within sixteen bits.
    self.start = UInt16(truncatingIfNeeded: start)
    self.count = UInt16(truncatingIfNeeded: end &- start)
  }
  @inline(__always) var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// One field line of a head, its value without the white space around it.
struct HeaderField: Hashable, Sendable {
  var name = Extent()
  var value = Extent()
}
