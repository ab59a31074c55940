/// Douglas Crockford's base 32: no i, l, o or u, so that what is read aloud is written down right.
enum Crockford {
  /// Lower case, in the order of their values.
  static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  /// The digits of what a person typed: either case, with the letters that look like digits taken for these, the spaces and hyphens of
  /// its groups left out. Nil when anything else is in it.
  static func digits(typed text: String) -> [UInt8]? {
    var typed: [UInt8] = []
    for byte in text.lowercased().utf8 {
      let digit =
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"): nil as UInt8?
        case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
        case UInt8(ascii: "o"): UInt8(ascii: "0")
        default: byte
        }
      guard let digit else { continue }
      guard digits.contains(digit) else { return nil }
      typed.append(digit)
    }
    return typed
  }
}
