/// What a column holds or a parameter is given.
package enum SQLiteValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

/// A type that a statement can be given and a row can return.
package protocol SQLiteConvertible {
  var sqliteValue: SQLiteValue { get }
}

extension Int64: SQLiteConvertible { package var sqliteValue: SQLiteValue { .integer(self) } }
extension Int: SQLiteConvertible { package var sqliteValue: SQLiteValue { .integer(Int64(self)) } }
extension Bool: SQLiteConvertible {
  package var sqliteValue: SQLiteValue { .integer(self ? 1 : 0) }
}
extension Double: SQLiteConvertible { package var sqliteValue: SQLiteValue { .real(self) } }
extension String: SQLiteConvertible { package var sqliteValue: SQLiteValue { .text(self) } }
extension [UInt8]: SQLiteConvertible { package var sqliteValue: SQLiteValue { .blob(self) } }
extension SQLiteValue: SQLiteConvertible { package var sqliteValue: SQLiteValue { self } }
extension Optional: SQLiteConvertible where Wrapped: SQLiteConvertible {
  package var sqliteValue: SQLiteValue { self?.sqliteValue ?? .null }
}
