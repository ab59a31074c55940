/// Looking for the byte that ends a run, sixteen at a time.
extension RawSpan {
  /// The first index from `start` on whose byte is a control character (HT, CR and LF among them) or DEL; the count if there is none.
  func endOfText(from start: Int) -> Int {
    var at = start
    while at + 16 <= byteCount {
      let chunk = unsafeLoadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
      let lane = firstLane(of: (chunk .< 0x20) .| (chunk .== 0x7F))
      if lane < 16 { return at + lane }
      at += 16
    }
    while at < byteCount, self[at] >= 0x20, self[at] != 0x7F { at += 1 }
    return at
  }

  /// The first index from `start` on whose byte is no token character; the count if there is none.
  func endOfToken(from start: Int) -> Int {
    var at = start
    // Field names are letters and hyphens nearly always; the other token characters are asked for one by one.
    while at + 16 <= byteCount {
      let chunk = unsafeLoadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
      let letters = ((chunk | 0x20) &- UInt8(ascii: "a")) .< 26
      at += firstLane(of: .!(letters .| (chunk .== UInt8(ascii: "-"))))
      guard at < byteCount else { return at }
      if self[at] == UInt8(ascii: ":") { return at }
      if ByteSet.token.contains(self[at]) { at += 1 } else { return at }
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
    while at + 16 <= byteCount {
      let chunk = unsafeLoadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
      let lane = firstLane(of: chunk .== 0x0A)
      if lane < 16 { return at + lane }
      at += 16
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

/// The lowest lane that is set, 16 if none is.
@inline(__always)
private func firstLane(of mask: SIMDMask<SIMD16<Int8>>) -> Int {
  let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
  if halves[0] != 0 { return halves[0].littleEndian.trailingZeroBitCount >> 3 }
  if halves[1] != 0 { return 8 + halves[1].littleEndian.trailingZeroBitCount >> 3 }
  return 16
}
