/// Where rows are read from: a loop's reader, or a piece's transaction, which sees also what the piece itself has written.
package protocol RowSource {
  /// The first row's value, or nil if there is none.
  func first<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> T?

  /// Every row, in order.
  func all<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> [T]
}

extension Reader: RowSource {}
extension Transaction: RowSource {}
