import Cryptography

/// A code on paper that stands in for a lost second factor, once (RC-01): 115 bits in 23 digits of Crockford's base 32, and one to check
/// them by.
struct RecoveryCode: Hashable, Sendable {
  private static let digitCount = 23
  private static let groupLength = 4

  private let digits: [UInt8]

  /// From the operating system's generator.
  static func random() -> RecoveryCode {
    let digits = SecureRandom.bytes(digitCount).map { Crockford.digits[Int($0 & 31)] }
    return RecoveryCode(digits: digits + [check(of: digits)])
  }

  private init(digits: [UInt8]) { self.digits = digits }

  /// What a person typed. Nil when a digit is missing, too many, or mistyped.
  init?(typed: String) {
    guard let digits = Crockford.digits(typed: typed), digits.count == Self.digitCount + 1,
      digits.last == Self.check(of: digits.dropLast())
    else { return nil }
    self.digits = digits
  }

  /// Each digit counts as often as its place says, modulo a prime, so that a wrong digit and two that changed places are seen. 0 and z are
  /// taken for each other: 31 digits differ and there are 32.
  private static func check(of digits: some Sequence<UInt8>) -> UInt8 {
    let sum = digits.enumerated().reduce(0) { sum, digit in
      sum + (digit.offset + 1) * (Crockford.digits.firstIndex(of: digit.element) ?? 0)
    }
    return Crockford.digits[sum % 31]
  }

  /// In six groups of four, as it is written down.
  var text: String {
    let groups = stride(from: 0, to: digits.count, by: Self.groupLength).map {
      String(decoding: digits[$0..<$0 + Self.groupLength], as: UTF8.self)
    }
    return groups.joined(separator: "-")
  }

  /// What a store may keep. The account is in it: a code is tried for one account at a time.
  func mac(for account: AccountID, _ vault: IdentifierVault) -> Digest {
    vault.mac("recovery-code", Array("\(account)/".utf8) + digits)
  }
}

extension RecoveryCode: CustomStringConvertible, CustomDebugStringConvertible {
  /// Never the secret (SE-16).
  var description: String { "a recovery code" }
  var debugDescription: String { description }
}
