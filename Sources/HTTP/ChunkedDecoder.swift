/// Takes a body in chunks apart: RFC 9112 section 7.1. Extensions and trailers are checked and dropped.
package struct ChunkedDecoder: Hashable, Sendable {
  /// Bytes of all extensions of one body; more is refused.
  private static let mostExtensionBytes = 1_024
  /// Bytes of the trailer section; more is refused.
  private static let mostTrailerBytes = 4_096
  /// Digits of a chunk's size: nothing that long fits a body, and it cannot overflow.
  private static let mostDigits = 15

  private enum State: Hashable {
    case size(digits: Int)
    case chunkExtension
    case sizeLineFeed
    case content
    case contentReturn, contentLineFeed
    case trailerStart, trailerName, trailerValue, trailerLineFeed
    case lastLineFeed
    case finished
  }

  private var state = State.size(digits: 0)
  /// Of the chunk: its size while it is read, then how much of it is to come.
  private var remaining: Int64 = 0
  private var extensionBytes = 0
  private var trailerBytes = 0

  package init() {}

  package enum Step: Hashable, Sendable {
    /// All bytes were taken; the body goes on.
    case more
    /// The body ended after so many of the bytes; the next request starts there.
    case finished(consumed: Int)
    /// Answer and close.
    case refused(ParseRefusal)
  }

  /// - Parameters:
  ///   - bytes: what came since the last call, all of it. Any division of the stream gives the same body.
  ///   - body: where the content goes, behind what is there.
  ///   - limit: what `body` may hold at most. A chunk that would pass it is refused when its size is read.
  package mutating func decode(
    _ bytes: RawSpan, into body: inout [UInt8], limit: Int
  ) -> Step {
    var at = 0
    while at < bytes.byteCount {
      if state == .content {
        let count = Int(min(remaining, Int64(bytes.byteCount - at)))
        bytes.extracting(at..<at + count).withUnsafeBytes { body.append(contentsOf: $0) }
        remaining -= Int64(count)
        at += count
        if remaining == 0 { state = .contentReturn }
      } else {
        if let refusal = take(bytes[at], room: limit - body.count) { return .refused(refusal) }
        at += 1
        if state == .finished { return .finished(consumed: at) }
      }
    }
    return .more
  }

  /// One byte that is not content.
  private mutating func take(_ byte: UInt8, room: Int) -> ParseRefusal? {
    switch state {
    case .size(let digits): return takeSize(byte, digits, room: room)
    case .chunkExtension:
      extensionBytes += 1
      guard extensionBytes <= Self.mostExtensionBytes else { return .chunk }
      if byte == 0x0D { state = .sizeLineFeed } else if byte.isControl { return .chunk }
    case .sizeLineFeed:
      guard byte == 0x0A else { return .chunk }
      state = remaining == 0 ? .trailerStart : .content
    case .contentReturn:
      guard byte == 0x0D else { return .chunk }
      state = .contentLineFeed
    case .contentLineFeed:
      guard byte == 0x0A else { return .chunk }
      state = .size(digits: 0)
    case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed, .lastLineFeed:
      return takeTrailer(byte)
    case .content, .finished: preconditionFailure("these states take no framing")
    }
    return nil
  }

  private mutating func takeSize(_ byte: UInt8, _ digits: Int, room: Int) -> ParseRefusal? {
    if let digit = PercentEncoding.nibble(byte) {
      guard digits < Self.mostDigits else { return .chunk }
      remaining = remaining << 4 | Int64(digit)
      state = .size(digits: digits + 1)
      return nil
    }
    guard digits > 0 else { return .chunk }
    guard remaining <= Int64(room) else { return .bodyTooLarge }
    switch byte {
    case 0x0D: state = .sizeLineFeed
    case UInt8(ascii: ";"): state = .chunkExtension
    // White space before ";" was once allowed; others read such a size differently.
    default: return .chunk
    }
    return nil
  }

  private mutating func takeTrailer(_ byte: UInt8) -> ParseRefusal? {
    trailerBytes += 1
    guard trailerBytes <= Self.mostTrailerBytes else { return .trailers }
    switch state {
    case .trailerStart where byte == 0x0D: state = .lastLineFeed
    case .trailerStart where ByteSet.token.contains(byte): state = .trailerName
    case .trailerName where byte == UInt8(ascii: ":"): state = .trailerValue
    case .trailerName where ByteSet.token.contains(byte): break
    case .trailerValue where byte == 0x0D: state = .trailerLineFeed
    case .trailerValue where !byte.isControl: break
    case .trailerLineFeed where byte == 0x0A: state = .trailerStart
    case .lastLineFeed where byte == 0x0A: state = .finished
    default: return .trailers
    }
    return nil
  }
}

extension UInt8 {
  /// A control character other than HT.
  fileprivate var isControl: Bool { self < 0x20 && self != 0x09 || self == 0x7F }
}
