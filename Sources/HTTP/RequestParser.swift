/// Finds the parts of requests in the bytes of a connection. One per loop: what belongs to a connection is only its `Progress`.
///
/// Nothing is copied and nothing is allocated. A head is parsed when its empty line has come; until then only new bytes are
/// looked at, so that a client that sends one byte at a time costs no more than its bytes.
package struct RequestParser: ~Copyable {
  package let limits: RequestLimits
  /// The field lines of the last head, as many as it says.
  var fields: [HeaderField]

  package init(limits: RequestLimits) {
    self.limits = limits
    fields = Array(repeating: HeaderField(), count: limits.headerCount)
  }

  /// What is known of a head that has not come whole. Make a new one for each request.
  package struct Progress: Sendable {
    fileprivate var searched: UInt16 = 0
    fileprivate var hasStartLine = false
    package init() {}
  }

  package enum Step: Hashable, Sendable {
    /// Ask again with the same bytes and at least one more.
    case incomplete
    case head(RequestHead)
    /// Answer with the refusal's problem and close.
    case refused(ParseRefusal)
  }

  /// Why parsing stopped before the end of a head.
  enum Stop: Error {
    case incomplete
    case refused(ParseRefusal)
  }

  /// - Parameters:
  ///   - bytes: what came on the connection since the end of the last request, from its first byte. A buffer of `limits.headBytes`
  ///     never fills without a decision.
  ///   - progress: of this request; left new when a head or a refusal is returned.
  package mutating func parse(_ bytes: RawSpan, _ progress: inout Progress) -> Step {
    if progress.searched > 0, !progress.isRipe(bytes, limits) { return .incomplete }
    do throws(Stop) {
      let head = try parseHead(bytes)
      progress = Progress()
      return .head(head)
    } catch {
      switch error {
      case .incomplete:
        if progress.searched == 0 { _ = progress.isRipe(bytes, limits) }
        return .incomplete
      case .refused(let refusal):
        progress = Progress()
        return .refused(refusal)
      }
    }
  }

  private mutating func parseHead(_ bytes: RawSpan) throws(Stop) -> RequestHead {
    var head = RequestHead()
    var target = RequestTarget()
    // One empty line before a request is skipped: some clients send one after a body (RFC 9112 section 2.2).
    var at = 0
    if bytes.byteCount > 0, bytes[0] == 0x0D {
      guard bytes.byteCount > 1 else { throw .incomplete }
      guard bytes[1] == 0x0A else { throw .refused(.lineEnding) }
      at = 2
    }
    at = try parseStartLine(bytes, from: at, &head, &target)
    head.byteCount = try parseFields(bytes, from: at, &head, target)
    return head
  }
}

extension RequestParser.Progress {
  /// Whether a parse of `bytes` would come to an end: the empty line is there, a line ends wrongly, or a limit is passed.
  fileprivate mutating func isRipe(_ bytes: RawSpan, _ limits: RequestLimits) -> Bool {
    var at = Int(searched)
    while let feed = bytes.lineFeed(from: at) {
      guard feed > 0, bytes[feed - 1] == 0x0D else { return true }
      if feed > 1 {
        if bytes[feed - 2] == 0x0A { return true }
        hasStartLine = true
      }
      at = feed + 1
    }
    searched = UInt16(min(bytes.byteCount, limits.headBytes))
    if bytes.byteCount >= limits.headBytes { return true }
    return !hasStartLine && bytes.byteCount > limits.startLineBytes
  }
}
