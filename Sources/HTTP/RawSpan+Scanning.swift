/// Looking for the byte that ends a run, eight at a time in one register.
///
/// Swift's own vectors would take sixteen, but their comparisons come out as loops over lanes: forty times slower, measured.
extension RawSpan {
  /// The first index from `start` on whose byte is a control character (HT, CR and LF among them) or DEL; the count if there is none.
  func endOfText(from start: Int) -> Int {
    var at = start
    while at + 8 <= byteCount {
      let lanes = Lanes(self, at: at)
      if let lane = Lanes.first(lanes.below(0x20) | lanes.equal(to: 0x7F)) { return at + lane }
      at += 8
    }
    while at < byteCount, self[at] >= 0x20, self[at] != 0x7F { at += 1 }
    return at
  }

  /// The first index from `start` on whose byte is no token character; the count if there is none.
  func endOfToken(from start: Int) -> Int {
    var at = start
    // Field names are letters and hyphens nearly always; the other token characters are asked for one by one.
    while at + 8 <= byteCount {
      guard let lane = Lanes.first(Lanes(self, at: at).neitherLetterNorHyphen) else {
        at += 8
        continue
      }
      at += lane
      if self[at] == UInt8(ascii: ":") || !ByteSet.token.contains(self[at]) { return at }
      at += 1
    }
    return end(of: ByteSet.token, from: at)
  }

  /// The first index from `start` on whose byte is not in the set; the count if there is none.
  @inline(__always)
  func end(of set: ByteSet, from start: Int) -> Int {
    var at = start
    while at < byteCount, set.contains(self[at]) { at += 1 }
    return at
  }

  /// The index of the first LF from `start` on; nil if there is none.
  func lineFeed(from start: Int) -> Int? {
    var at = start
    while at + 8 <= byteCount {
      if let lane = Lanes.first(Lanes(self, at: at).equal(to: 0x0A)) { return at + lane }
      at += 8
    }
    while at < byteCount {
      if self[at] == 0x0A { return at }
      at += 1
    }
    return nil
  }

  @inline(__always)
  subscript(_ offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

  /// Whether these bytes are `lowercase`, their letters' case aside. `lowercase` holds no "^", "`", "{", "|", "}", "~" and no DEL.
  @inline(__always)
  func matches(_ lowercase: StaticString, at offset: Int, count: Int) -> Bool {
    guard count == lowercase.utf8CodeUnitCount else { return false }
    return lowercase.withUTF8Buffer { expected in
      var index = 0
      while index < count {
        let byte = self[offset + index]
        let isUpper = byte &- UInt8(ascii: "A") < 26
        if (isUpper ? byte | 0x20 : byte) != expected[index] { return false }
        index += 1
      }
      return true
    }
  }
}

/// Eight bytes in one word, the first in the lowest. Answers set the top bit of the lanes that are meant; a lane above the
/// first that is meant may be set wrongly, because a subtraction borrows upwards, so only the first answer counts.
private struct Lanes {
  private let word: UInt64
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  init(_ bytes: RawSpan, at offset: Int) {
    word = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }

  @inline(__always)
  static func first(_ answer: UInt64) -> Int? {
    answer == 0 ? nil : answer.trailingZeroBitCount >> 3
  }

  /// - Parameter bound: at most 0x80.
  @inline(__always)
  func below(_ bound: UInt64) -> UInt64 {
    (word &- Lanes.ones &* bound) & ~word & Lanes.tops
  }

  @inline(__always)
  func equal(to byte: UInt64) -> UInt64 {
    let difference = word ^ Lanes.ones &* byte
    return (difference &- Lanes.ones) & ~difference & Lanes.tops
  }

  /// Exact in every lane: nothing carries out of seven bits.
  @inline(__always)
  var neitherLetterNorHyphen: UInt64 {
    let low = (word | Lanes.ones &* 0x20) & ~Lanes.tops
    let fromA = low &+ Lanes.ones &* (0x80 - 0x61)
    let pastZ = low &+ Lanes.ones &* (0x80 - 0x7B)
    let difference = word ^ Lanes.ones &* 0x2D
    let isOther = ((difference & ~Lanes.tops) &+ ~Lanes.tops) | difference
    return (~(fromA & ~pastZ) | word) & isOther & Lanes.tops
  }
}
