import Cryptography

/// A password that nobody chose: four groups of five letters and digits that are not mistaken for each other, 99 bits.
package enum GeneratedPassword {
  private static let letters = Array("abcdefghjkmnpqrstvwxyz23456789")

  package static func make() -> String {
    (0..<4).map { _ in String((0..<5).map { _ in letter() }) }.joined(separator: "-")
  }

  private static func letter() -> Character {
    while true {
      // 240 is the last whole multiple of 30: what lies above would favour the first letters.
      let drawn = SecureRandom.bytes(1)[0]
      if drawn < 240 { return letters[Int(drawn) % letters.count] }
    }
  }
}
