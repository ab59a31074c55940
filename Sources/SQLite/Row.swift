import CSQLite

/// The row a statement stands on; readable only inside the closure it is given to.
///
/// Columns count from 0. A column of another kind is converted as SQLite does it (text "12" is the integer 12, NULL is 0 or
/// empty); the `optional…` readers answer nil for NULL.
package struct Row: ~Copyable {
  private let statement: OpaquePointer

  init(of statement: borrowing Statement) { self.statement = statement.handle }

  private func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
  }

  package func int(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

  package func optionalInt(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }

  package func double(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(column)) }

  package func optionalDouble(_ column: Int) -> Double? { isNull(column) ? nil : double(column) }

  package func bool(_ column: Int) -> Bool { int(column) != 0 }

  package func text(_ column: Int) -> String {
    guard let start = sqlite3_column_text(statement, Int32(column)) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  package func blob(_ column: Int) -> [UInt8] { withBlob(column) { [UInt8]($0) } }

  package func optionalBlob(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }

  /// The bytes where SQLite has them: valid inside `body` only.
  package func withBlob<R>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows
    -> R
  {
    let start = sqlite3_column_blob(statement, Int32(column))
    let count = start == nil ? 0 : Int(sqlite3_column_bytes(statement, Int32(column)))
    return try body(UnsafeRawBufferPointer(start: start, count: count))
  }
}
