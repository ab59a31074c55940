import Cryptography

/// A number that is sent to an address to prove that its owner reads there.
package struct DeliveredCode: Sendable {
  package let digits: String

  /// From the operating system's generator. 64 bits leave a remainder that favours no code by more than one part in 10^11.
  static func random(digitCount: Int) -> DeliveredCode {
    precondition((6...12).contains(digitCount), "a code of \(digitCount) digits")
    let limit = (0..<digitCount).reduce(UInt64(1)) { product, _ in product * 10 }
    let drawn = SecureRandom.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % limit
    let digits = String(drawn)
    return DeliveredCode(
      digits: String(repeating: "0", count: digitCount - digits.utf8.count) + digits)
  }

  private init(digits: String) { self.digits = digits }

  /// What a person typed, the spaces and hyphens that numbers are read with aside. Nil for what is no number of 6 to 12 digits.
  package init?(typed: String) {
    let digits = typed.filter { $0 != " " && $0 != "-" }
    guard (6...12).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    self.digits = digits
  }

  /// What a store may keep: keyed, because all codes together are quickly tried, and bound to the ticket it was sent for (RE-01).
  func mac(for ticket: Digest, _ vault: IdentifierVault) -> Digest {
    vault.mac("code", ticket.bytes + Array(digits.utf8))
  }
}

extension DeliveredCode: CustomStringConvertible, CustomDebugStringConvertible {
  /// Never the secret (SE-16).
  package var description: String { "a code" }
  package var debugDescription: String { description }
}
