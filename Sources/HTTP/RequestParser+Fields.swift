extension RequestParser {
  /// What the fields that this protocol itself reads have said so far.
  private struct Claims {
    var host: Extent?
    var length: Int64?
    var isChunked = false
    var expectsContinue = false
    var closes = false
    var keepsAlive = false
  }

  /// Reads the field lines (RFC 9112 section 5) and the empty line, and returns where the head ends.
  mutating func parseFields(
    _ whole: RawSpan, from start: Int, _ head: inout RequestHead, _ target: RequestTarget
  ) throws(Stop) -> Int {
    let limit = start + limits.headerBytes
    let bytes = whole.extracting(first: limit)
    let short: Stop = whole.byteCount >= limit ? .refused(.fieldsTooLarge) : .incomplete
    var claims = Claims()
    var at = start
    while true {
      guard at < bytes.byteCount else { throw short }
      if bytes[at] == 0x0D {
        guard at + 1 < bytes.byteCount else { throw short }
        guard bytes[at + 1] == 0x0A else { throw .refused(.lineEnding) }
        break
      }
      guard head.fieldCount < fields.count else { throw .refused(.tooManyFields) }
      at = try Self.parseField(bytes, from: at, short, &fields[head.fieldCount])
      try read(fields[head.fieldCount], bytes, &claims)
      head.fieldCount += 1
    }
    try settle(claims, bytes, &head, target)
    return at + 2
  }

  /// Reads one line and returns where the next begins.
  @inline(__always)
  static func parseField(
    _ bytes: RawSpan, from start: Int, _ short: Stop, _ field: inout HeaderField
  ) throws(Stop) -> Int {
    let colon = bytes.endOfToken(from: start)
    guard colon < bytes.byteCount else { throw short }
    guard colon > start, bytes[colon] == UInt8(ascii: ":") else {
      throw .refused(refusal(of: bytes[colon], startsLine: colon == start))
    }
    field.name = Extent(start, colon)

    var begin = colon + 1
    while begin < bytes.byteCount, bytes[begin] == 0x20 || bytes[begin] == 0x09 { begin += 1 }
    var end = bytes.endOfText(from: begin)
    while end < bytes.byteCount, bytes[end] == 0x09 { end = bytes.endOfText(from: end + 1) }
    guard end < bytes.byteCount else { throw short }
    guard bytes[end] == 0x0D else {
      throw .refused(bytes[end] == 0x0A ? .lineEnding : .fieldValue)
    }
    guard end + 1 < bytes.byteCount else { throw short }
    guard bytes[end + 1] == 0x0A else { throw .refused(.lineEnding) }

    var last = end
    while last > begin, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
    field.value = Extent(begin, last)
    return end + 2
  }

  private static func refusal(of byte: UInt8, startsLine: Bool) -> ParseRefusal {
    switch byte {
    case 0x0A, 0x0D: .lineEnding
    case 0x20 where startsLine, 0x09 where startsLine: .foldedField
    default: .fieldName
    }
  }

  /// Fields are told apart by length first; nearly all of them stop there.
  @inline(__always)
  private func read(_ field: HeaderField, _ bytes: RawSpan, _ claims: inout Claims) throws(Stop) {
    let (name, count) = (Int(field.name.start), Int(field.name.count))
    switch count {
    case 4 where bytes.matches("host", at: name, count: count):
      guard claims.host == nil else { throw .refused(.host) }
      claims.host = field.value
    case 6 where bytes.matches("expect", at: name, count: count):
      let value = field.value
      guard bytes.matches("100-continue", at: Int(value.start), count: Int(value.count)) else {
        throw .refused(.expectation)
      }
      claims.expectsContinue = true
    case 10 where bytes.matches("connection", at: name, count: count):
      readConnection(bytes.extracting(field.value.range), &claims)
    case 14 where bytes.matches("content-length", at: name, count: count):
      // A second one is refused even when it says the same: somebody in between may read the other (RFC 9112 section 6.3).
      guard claims.length == nil, let length = number(bytes.extracting(field.value.range)) else {
        throw .refused(.contentLength)
      }
      claims.length = length
    case 17 where bytes.matches("transfer-encoding", at: name, count: count):
      let value = field.value
      guard !claims.isChunked,
        bytes.matches("chunked", at: Int(value.start), count: Int(value.count))
      else { throw .refused(.transferCoding) }
      claims.isChunked = true
    default: break
    }
  }

  private func readConnection(_ value: RawSpan, _ claims: inout Claims) {
    var at = 0
    while at < value.byteCount {
      let end = value.end(of: ByteSet.token, from: at)
      if value.matches("close", at: at, count: end - at) { claims.closes = true }
      if value.matches("keep-alive", at: at, count: end - at) { claims.keepsAlive = true }
      at = end + 1
    }
  }

  /// Only digits, and at most eighteen of them: no sign, no list, no overflow.
  private func number(_ text: RawSpan) -> Int64? {
    guard (1...18).contains(text.byteCount) else { return nil }
    var number: Int64 = 0
    for at in 0..<text.byteCount {
      guard let digit = text.digit(at: at) else { return nil }
      number = number * 10 + Int64(digit)
    }
    return number
  }

  /// What only the whole head decides: the host, and where the body ends.
  private func settle(
    _ claims: Claims, _ bytes: RawSpan, _ head: inout RequestHead, _ target: RequestTarget
  ) throws(Stop) {
    if let host = claims.host {
      guard isHost(bytes.extracting(host.range)) else { throw .refused(.host) }
      if let named = target.authority {
        guard equal(bytes.extracting(host.range), bytes.extracting(named.range)) else {
          throw .refused(.host)
        }
      }
    } else if head.minorVersion == 1 {
      throw .refused(.host)
    } else if let named = target.authority, !isHost(bytes.extracting(named.range)) {
      throw .refused(.host)
    }

    if claims.isChunked {
      guard claims.length == nil, head.minorVersion == 1 else { throw .refused(.transferCoding) }
      head.body = .chunked
    } else if let length = claims.length, length > 0 {
      head.body = .length(length)
    }
    head.keepsAlive = !claims.closes && (head.minorVersion == 1 || claims.keepsAlive)
    head.expectsContinue =
      claims.expectsContinue && head.minorVersion == 1 && head.body != BodyFraming.none
  }

  /// `host[:port]`, the host a name, an address or an address in brackets: RFC 9110 section 7.2.
  private func isHost(_ text: RawSpan) -> Bool {
    var at = 0
    if text.byteCount > 0, text[0] == UInt8(ascii: "[") {
      at = 1
      while at < text.byteCount,
        isHexadecimal(text[at]) || text[at] == UInt8(ascii: ":")
          || text[at] == UInt8(ascii: ".")
      { at += 1 }
      guard at > 1, at < text.byteCount, text[at] == UInt8(ascii: "]") else { return false }
      at += 1
    } else {
      at = text.end(of: ByteSet.hostName, from: 0)
      guard at > 0 else { return false }
    }
    guard at < text.byteCount else { return true }
    guard text[at] == UInt8(ascii: ":"), text.byteCount - at <= 6 else { return false }
    for digit in at + 1..<text.byteCount where text.digit(at: digit) == nil { return false }
    return true
  }

  private func isHexadecimal(_ byte: UInt8) -> Bool { PercentEncoding.nibble(byte) != nil }

  private func equal(_ one: RawSpan, _ other: RawSpan) -> Bool {
    guard one.byteCount == other.byteCount else { return false }
    func folded(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
    for at in 0..<one.byteCount where folded(one[at]) != folded(other[at]) { return false }
    return true
  }
}
