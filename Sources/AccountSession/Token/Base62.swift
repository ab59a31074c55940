/// Numbers of fixed width in 0-9 A-Z a-z, most significant digit first: no sign of any kind, so a token stays one
/// word when somebody selects it.
enum Base62 {
  static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// 62^43 is just above 2^256.
  static let widthOf256Bits = 43
  /// 62^11 is just above 2^65.
  static let widthOf64Bits = 11
  /// 62^6 is just above 2^35.
  static let widthOf32Bits = 6

  /// The value of a digit, nil for any other byte.
  static func value(of digit: UInt8) -> UInt64? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(digit - UInt8(ascii: "A") + 10)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt64(digit - UInt8(ascii: "a") + 36)
    default: nil
    }
  }

  /// Whether there are nothing but digits from there on.
  static func isNumber(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
    var index = start
    while index < text.count {
      let byte = text[index]
      // A letter's case is one bit.
      guard byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 else {
        return false
      }
      index += 1
    }
    return true
  }

  /// `width` digits; traps when the number needs more.
  static func encode(_ number: UInt64, width: Int) -> [UInt8] {
    var text = [UInt8](repeating: digits[0], count: width)
    var rest = number
    for place in text.indices.reversed() where rest > 0 {
      text[place] = digits[Int(rest % 62)]
      rest /= 62
    }
    precondition(rest == 0, "\(number) in \(width) digits")
    return text
  }

  /// Nil for a byte that is no digit and for a number beyond 64 bits.
  static func decode(_ text: some Sequence<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for byte in text {
      guard let value = value(of: byte) else { return nil }
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: 62)
      let (sum, overflows) = product.addingReportingOverflow(value)
      guard !isTooLarge, !overflows else { return nil }
      number = sum
    }
    return number
  }

  /// 32 bytes as 43 digits, by long division of a big-endian number.
  static func encode256(_ bytes: [UInt8]) -> [UInt8] {
    precondition(bytes.count == 32, "256 bits")
    var words = stride(from: 0, to: 32, by: 4).map { start in
      bytes[start..<start + 4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    var text = [UInt8](repeating: digits[0], count: widthOf256Bits)
    for place in text.indices.reversed() {
      var remainder: UInt64 = 0
      for index in words.indices {
        let part = remainder << 32 | words[index]
        words[index] = part / 62
        remainder = part % 62
      }
      text[place] = digits[Int(remainder)]
    }
    return text
  }
}
