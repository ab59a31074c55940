/// `%` and two hexadecimal digits for one byte: RFC 3986 section 2.1.
enum PercentEncoding {
  @inline(__always)
  static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The bytes meant; nil when a "%" is not followed by two digits.
  static func decoded(_ text: RawSpan) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.byteCount)
    var at = 0
    while at < text.byteCount {
      if text[at] != UInt8(ascii: "%") {
        bytes.append(text[at])
        at += 1
      } else {
        guard at + 2 < text.byteCount, let high = nibble(text[at + 1]),
          let low = nibble(text[at + 2])
        else { return nil }
        bytes.append(high << 4 | low)
        at += 3
      }
    }
    return bytes
  }

  /// Whether every "%" is followed by two digits and what is meant is UTF-8.
  static func isValid(_ text: RawSpan) -> Bool {
    decoded(text).map { String(validating: $0, as: UTF8.self) != nil } ?? false
  }

  /// Whether a path means the same to everybody who decodes it, once or twice, early or late: no encoded slash, "%" or control
  /// character, no dot segments, and UTF-8.
  static func isPlainPath(_ text: RawSpan) -> Bool {
    guard let bytes = decoded(text), String(validating: bytes, as: UTF8.self) != nil else {
      return false
    }
    var slashes = 0
    for at in 0..<text.byteCount where text[at] == UInt8(ascii: "/") { slashes += 1 }
    var percents = 0
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "/"): slashes -= 1
      case UInt8(ascii: "%"): percents += 1
      case 0..<0x20, 0x7F: return false
      default: break
      }
    }
    guard slashes == 0, percents == 0 else { return false }
    return !bytes.split(separator: UInt8(ascii: "/")).contains {
      $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
    }
  }
}
