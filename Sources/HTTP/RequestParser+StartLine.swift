/// What a request line says of the host: only an absolute target names one.
struct RequestTarget {
  var authority: Extent?
}

extension RequestParser {
  private static let longestMethod = 32
  /// "HTTP/1.1".
  private static let version11: UInt64 = 0x4854_5450_2F31_2E31

  /// Reads method, target and version (RFC 9112 section 3), and returns where the fields begin.
  func parseStartLine(
    _ whole: RawSpan, from start: Int, _ head: inout RequestHead, _ target: inout RequestTarget
  ) throws(Stop) -> Int {
    let limit = start + limits.startLineBytes
    let bytes = whole.extracting(first: limit)
    let short: Stop = whole.byteCount >= limit ? .refused(.startLineTooLong) : .incomplete

    var at = bytes.endOfToken(from: start)
    if at - start > Self.longestMethod { throw .refused(.methodTooLong) }
    guard at < bytes.byteCount else { throw short }
    guard at > start, bytes[at] == 0x20 else { throw .refused(.requestLine) }
    var packed: UInt64 = 0
    for index in start..<min(at, start + 8) {
      packed |= UInt64(bytes[index]) << UInt64(56 - 8 * (index - start))
    }
    head.method = Method(packed: packed)
    at += 1

    at = try parseTarget(bytes, from: at, short, &head, &target)
    guard at < bytes.byteCount else { throw short }
    guard bytes[at] == 0x20 else {
      throw .refused(bytes[at] == 0x0D || bytes[at] == 0x0A ? .requestLine : .target)
    }
    at += 1

    // "HTTP/1.1" and CRLF.
    guard at + 10 <= bytes.byteCount else {
      // A line that ended early will not grow into one.
      if let feed = bytes.lineFeed(from: at) {
        throw .refused(feed > at && bytes[feed - 1] == 0x0D ? .requestLine : .lineEnding)
      }
      throw short
    }
    head.minorVersion = try parseVersion(bytes, at: at)
    guard bytes[at + 8] == 0x0D, bytes[at + 9] == 0x0A else {
      throw .refused(bytes[at + 8] == 0x0A || bytes[at + 8] == 0x0D ? .lineEnding : .requestLine)
    }
    return at + 10
  }

  private func parseVersion(_ bytes: RawSpan, at: Int) throws(Stop) -> UInt8 {
    // Nearly always, and asked for in one comparison.
    let word = bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
    if UInt64(bigEndian: word) == Self.version11 { return 1 }
    guard bytes.startsWith("HTTP/", at: at), bytes[at + 6] == UInt8(ascii: "."),
      let major = bytes.digit(at: at + 5), let minor = bytes.digit(at: at + 7)
    else { throw .refused(.requestLine) }
    guard major == 1 else { throw .refused(.version) }
    return min(minor, 1)
  }

  /// Origin form, absolute form, or the asterisk of OPTIONS; the authority form of CONNECT is no target here.
  private func parseTarget(
    _ bytes: RawSpan, from start: Int, _ short: Stop,
    _ head: inout RequestHead, _ target: inout RequestTarget
  ) throws(Stop) -> Int {
    guard start < bytes.byteCount else { throw short }
    var at = start
    switch bytes[at] {
    case UInt8(ascii: "/"): break
    case UInt8(ascii: "*") where head.method == .options:
      head.path = Extent(at, at + 1)
      return at + 1
    case UInt8(ascii: "h"), UInt8(ascii: "H"):
      at = try parseAuthority(bytes, from: at, short, &target)
    default: throw .refused(.target)
    }

    let path = at
    var (isEncoded, mayHaveDots) = (false, false)
    while true {
      at = bytes.end(of: ByteSet.plainPath, from: at)
      guard at < bytes.byteCount else { throw short }
      if bytes[at] == UInt8(ascii: "%") {
        isEncoded = true
      } else if bytes[at] == UInt8(ascii: ".") {
        if at > path, bytes[at - 1] == UInt8(ascii: "/") { mayHaveDots = true }
      } else {
        break
      }
      at += 1
    }
    head.path = Extent(path, at)
    head.pathIsEncoded = isEncoded
    if isEncoded || mayHaveDots {
      guard PercentEncoding.isPlainPath(bytes.extracting(path..<at)) else {
        throw .refused(.target)
      }
    }

    guard bytes[at] == UInt8(ascii: "?") else { return at }
    let query = at + 1
    at = query
    isEncoded = false
    while true {
      at = bytes.end(of: ByteSet.plainQuery, from: at)
      guard at < bytes.byteCount else { throw short }
      guard bytes[at] == UInt8(ascii: "%") else { break }
      isEncoded = true
      at += 1
    }
    head.query = Extent(query, at)
    if isEncoded, !PercentEncoding.isValid(bytes.extracting(query..<at)) {
      throw .refused(.target)
    }
    return at
  }

  /// `http://host:port` before the path of an absolute target. A user name in it is refused.
  private func parseAuthority(
    _ bytes: RawSpan, from start: Int, _ short: Stop, _ target: inout RequestTarget
  ) throws(Stop) -> Int {
    guard start + 8 <= bytes.byteCount else {
      if bytes.end(of: ByteSet.authority, from: start) < bytes.byteCount { throw .refused(.target) }
      throw short
    }
    let begin: Int
    if bytes.matches("http://", at: start, count: 7) {
      begin = start + 7
    } else if bytes.matches("https://", at: start, count: 8) {
      begin = start + 8
    } else {
      throw .refused(.target)
    }
    let end = bytes.end(of: ByteSet.authority, from: begin)
    guard end < bytes.byteCount else { throw short }
    // Behind it comes a path, a query or nothing; a "@" here would make the host a user's name.
    guard end > begin, [0x2F, 0x3F, 0x20].contains(bytes[end]) else { throw .refused(.target) }
    target.authority = Extent(begin, end)
    return end
  }
}

extension RawSpan {
  /// Whether `text` stands there exactly. False when the bytes end before.
  func startsWith(_ text: StaticString, at offset: Int) -> Bool {
    guard offset + text.utf8CodeUnitCount <= byteCount else { return false }
    return text.withUTF8Buffer { expected in
      for index in expected.indices where self[offset + index] != expected[index] { return false }
      return true
    }
  }

  func digit(at offset: Int) -> UInt8? {
    let value = self[offset] &- UInt8(ascii: "0")
    return value < 10 ? value : nil
  }
}
