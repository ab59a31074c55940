/// `Content-Range: bytes first-last/total` of a request that brings a piece (RFC 9110 section 14.4), all three numbers known.
struct ContentRange: Hashable {
  let first: Int64
  /// The last byte, included.
  let last: Int64
  let total: Int64

  var count: Int64 { last - first + 1 }

  /// Nil unless it is exactly of this form, within one object, and the numbers fit.
  init?(_ text: String) {
    guard text.hasPrefix("bytes ") else { return nil }
    let halves = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, let total = Self.number(halves[1]) else { return nil }
    let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]),
      first <= last, last < total
    else { return nil }
    self.first = first
    self.last = last
    self.total = total
  }

  private static func number(_ text: Substring) -> Int64? {
    guard (1...18).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int64(text)
  }
}
