import Cryptography
package import SQLite

/// An unguessable 63-bit number with a prefix in text, so that one kind is never taken for another. In the database it is
/// the integer.
package protocol Identifier: Hashable, Sendable, SQLiteConvertible, CustomStringConvertible {
  static var prefix: String { get }
  var number: Int64 { get }
  /// `number` is above zero.
  init(number: Int64)
}

extension Identifier {
  /// 13 digits hold 65 bits.
  private static var digitCount: Int { 13 }

  package var sqliteValue: SQLiteValue { .integer(number) }
  /// As `dev_0a1b2c3d4e5f6g`: the prefix and 13 digits of Crockford's base 32, lower case.
  package var description: String {
    Self.prefix
      + String(
        decoding: (0..<Self.digitCount).reversed().map {
          Crockford.digits[Int(number >> Int64(5 * $0)) & 31]
        }, as: UTF8.self)
  }

  /// Nil unless it is exactly what `description` writes.
  package init?(_ text: String) {
    let bytes = text.utf8
    guard text.hasPrefix(Self.prefix),
      bytes.count == Self.prefix.utf8.count + Self.digitCount
    else { return nil }
    var number: UInt64 = 0
    for byte in bytes.dropFirst(Self.prefix.utf8.count) {
      // The first digit may not push any bit beyond the 63.
      guard let value = Crockford.digits.firstIndex(of: byte), number >> 58 == 0 else { return nil }
      number = number << 5 | UInt64(value)
    }
    guard number > 0 else { return nil }
    self.init(number: Int64(number))
  }

  /// A new one from the operating system's generator.
  package static func random() -> Self {
    let drawn = SecureRandom.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } & (1 << 63 - 1)
    // Zero comes once in 2^63 and is no identifier.
    return drawn == 0 ? random() : Self(number: Int64(drawn))
  }
}

/// Never reused (DL-06).
package struct AccountID: Identifier {
  package static let prefix = "acc_"
  package let number: Int64
  package init(number: Int64) { self.number = number }
}
/// A phone or an accessory in the registry.
package struct DeviceID: Identifier {
  package static let prefix = "dev_"
  package let number: Int64
  package init(number: Int64) { self.number = number }
}
package struct SessionID: Identifier {
  package static let prefix = "ses_"
  package let number: Int64
  package init(number: Int64) { self.number = number }
}
/// A second factor of an account, removed ones among them.
package struct FactorID: Identifier {
  package static let prefix = "fac_"
  package let number: Int64
  package init(number: Int64) { self.number = number }
}
/// Where the finder of a lost phone writes to, in the place of its owner's address.
package struct RelayID: Identifier {
  package static let prefix = "fnd_"
  package let number: Int64
  package init(number: Int64) { self.number = number }
}
