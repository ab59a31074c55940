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
  package var sqliteValue: SQLiteValue { .integer(number) }
  /// As `dev_0a1b2c3d4e5f6g`: the prefix and 13 digits of Crockford's base 32, lower case.
  package var description: String { fatalError("unbuilt") }
  /// Nil unless it is exactly what `description` writes.
  package init?(_ text: String) { fatalError("unbuilt") }
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
