/// Conditions on the entity tag of what a route would answer: RFC 9110 section 13. Dates are never sent as validators here,
/// so conditions on them hold.
package enum Condition: Hashable, Sendable {
  /// Answer as if there were no condition.
  case holds
  /// 304: the client has it (GET and HEAD).
  case notModified
  /// 412.
  case failed

  /// - Parameter etag: with its quotes, and `W/` when it is weak: such a one never fulfils If-Match.
  package init(_ request: Request, etag: String) {
    var etag = etag
    self = etag.withUTF8 { Condition(request, UnsafeRawBufferPointer($0)) }
  }

  init(_ request: Request, _ etag: UnsafeRawBufferPointer) {
    self = .holds
    if request.hasHeader("if-match"),
      !Condition.lists(request, "if-match", etag, weakly: false)
    {
      self = .failed
    } else if request.hasHeader("if-none-match"),
      Condition.lists(request, "if-none-match", etag, weakly: true)
    {
      self = request.method == .get || request.method == .head ? .notModified : .failed
    }
  }

  private static func lists(
    _ request: Request, _ name: StaticString, _ etag: UnsafeRawBufferPointer, weakly: Bool
  ) -> Bool {
    var found = false
    request.eachHeader(name) { value in
      found = found || EntityTagList(value).contains(etag, weakly: weakly)
    }
    return found
  }
}

/// `"a", W/"b"` or `*`.
struct EntityTagList {
  private let text: UnsafeRawBufferPointer

  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  /// What is no tag ends the list: nothing behind it is compared.
  ///
  /// - Parameters:
  ///   - etag: with its quotes, and `W/` when it is weak.
  ///   - weakly: whether `W/"a"` is the same as `"a"` (RFC 9110 section 8.8.3.2).
  func contains(_ etag: UnsafeRawBufferPointer, weakly: Bool) -> Bool {
    if text.count == 1, text[0] == UInt8(ascii: "*") { return true }
    let isWeakHere = etag.starts(with: [UInt8(ascii: "W"), UInt8(ascii: "/")])
    guard weakly || !isWeakHere else { return false }
    let opaque = etag[(isWeakHere ? 2 : 0)...]
    var at = 0
    while at < text.count {
      switch text[at] {
      case 0x20, 0x09, UInt8(ascii: ","):
        at += 1
        continue
      default: break
      }
      let isWeak =
        text.count - at > 2 && text[at] == UInt8(ascii: "W") && text[at + 1] == UInt8(ascii: "/")
      if isWeak { at += 2 }
      guard text[at] == UInt8(ascii: "\"") else { return false }
      var end = at + 1
      while end < text.count, text[end] != UInt8(ascii: "\"") { end += 1 }
      guard end < text.count else { return false }
      if weakly || !isWeak, text[at...end].elementsEqual(opaque) { return true }
      at = end + 1
    }
    return false
  }
}
