/// Base 32 as RFC 4648 section 6 has it, in which authenticator programs take their secrets. Without padding, which they do not want.
enum Base32 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var (held, heldBits) = (UInt32(0), 0)
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      heldBits += 8
      while heldBits >= 5 {
        heldBits -= 5
        text.append(digits[Int(held >> UInt32(heldBits)) & 31])
      }
      held &= 1 << UInt32(heldBits) - 1
    }
    if heldBits > 0 { text.append(digits[Int(held << UInt32(5 - heldBits)) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }
}
