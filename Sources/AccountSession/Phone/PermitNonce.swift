/// What a phone shows when it wants to be told that it may be reset: 60 bits, twelve digits of Crockford's base 32, another one each time.
package struct PermitNonce: Hashable, Sendable {
  static let digitCount = 12

  let number: UInt64

  init(number: UInt64) { self.number = number & (1 << 60 - 1) }

  /// What somebody typed who reads it from the phone; nil when it is no twelve digits.
  package init?(typed: String) {
    guard let digits = Crockford.digits(typed: typed), digits.count == Self.digitCount else {
      return nil
    }
    number = digits.reduce(0) { number, digit in
      number << 5 | UInt64(Crockford.digits.firstIndex(of: digit) ?? 0)
    }
  }

  package var text: String {
    let digits = (0..<Self.digitCount).reversed().map {
      Crockford.digits[Int(number >> UInt64(5 * $0)) & 31]
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
