/// Which bytes of a representation a Range field asks for: RFC 9110 section 14.
package enum RangeRequest: Hashable, Sendable {
  /// Everything: there is no range, it is of another unit, it is malformed, or it asks for too much.
  case whole
  /// One or more stretches, none empty, each within the representation, none touching another.
  case parts([Range<Int64>])
  /// 416: no range begins within the representation.
  case unsatisfiable

  /// More ranges than this get the whole instead: a short request must not become a long list of work (section 14.2).
  package static let mostParts = 16

  /// - Parameters:
  ///   - field: the value of Range.
  ///   - length: of the representation.
  package init(_ field: UnsafeRawBufferPointer, length: Int64) {
    let text = field.bytes
    guard text.byteCount > 6, text.matches("bytes=", at: 0, count: 6) else {
      self = .whole
      return
    }
    var parts: [Range<Int64>] = []
    var (at, asked) = (6, 0)
    while at < text.byteCount {
      switch text[at] {
      case 0x20, 0x09, UInt8(ascii: ","):
        at += 1
        continue
      default: break
      }
      asked += 1
      guard asked <= Self.mostParts, let spec = RangeSpec(text, &at) else {
        self = .whole
        return
      }
      if let part = spec.resolved(length: length) { parts.append(part) }
    }
    if asked == 0 {
      self = .whole
    } else if parts.isEmpty {
      self = .unsatisfiable
    } else {
      self = .parts(RangeRequest.joined(parts))
    }
  }

  /// In the order asked for, as long as none touches another; otherwise in order of place, joined where they touch.
  private static func joined(_ parts: [Range<Int64>]) -> [Range<Int64>] {
    let sorted = parts.sorted { $0.lowerBound < $1.lowerBound }
    var joined: [Range<Int64>] = []
    for part in sorted {
      if let last = joined.last, part.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, part.upperBound)
      } else {
        joined.append(part)
      }
    }
    return joined.count == parts.count ? parts : joined
  }
}

/// `first-last`, `first-` or `-suffix`.
private enum RangeSpec {
  case bounded(first: Int64, last: Int64)
  case from(Int64)
  case suffix(Int64)

  /// Reads up to a comma or the end, and leaves `at` there; nil when it is malformed, or its ends are the wrong way round.
  init?(_ text: RawSpan, _ at: inout Int) {
    let first = RangeSpec.number(text, &at)
    guard at < text.byteCount, text[at] == UInt8(ascii: "-") else { return nil }
    at += 1
    let last = RangeSpec.number(text, &at)
    while at < text.byteCount, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    guard at == text.byteCount || text[at] == UInt8(ascii: ",") else { return nil }
    switch (first, last) {
    case (let first?, let last?) where first <= last: self = .bounded(first: first, last: last)
    case (let first?, nil): self = .from(first)
    case (nil, let last?): self = .suffix(last)
    case (_?, _?), (nil, nil): return nil
    }
  }

  /// Nil when it begins behind the end, or asks for the last 0 bytes.
  func resolved(length: Int64) -> Range<Int64>? {
    switch self {
    case .bounded(let first, let last):
      first < length ? first..<min(last, length - 1) + 1 : nil
    case .from(let first): first < length ? first..<length : nil
    case .suffix(let count): count > 0 && length > 0 ? max(0, length - count)..<length : nil
    }
  }

  /// The digits from `at` on; what no file is long enough for counts as the largest number. Nil when there are none.
  private static func number(_ text: RawSpan, _ at: inout Int) -> Int64? {
    var number: Int64?
    while at < text.byteCount, let digit = text.digit(at: at) {
      let (product, overflows) = (number ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(Int64(digit))
      number = overflows || overflowsToo ? .max : sum
      at += 1
    }
    return number
  }
}
