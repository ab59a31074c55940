/// A read connection with its prepared statements. It belongs to one thread and never leaves it.
///
/// Between `beginBatch()` and `endBatch()` all reads share one snapshot, unless a write was committed
/// since: then the next read starts a newer one, so nothing older than an answered write is ever read.
package final class Reader {
  /// Opens the file at `path` read-only, which must have been migrated. `revision` counts commits of the
  /// writer of the same file.
  package init(path: String, revision: CommitCounter) throws(SQLiteError) { fatalError("unbuilt") }

  package func beginBatch() { fatalError("unbuilt") }
  package func endBatch() { fatalError("unbuilt") }

  /// The first row's value, or nil if there is none. `sql` is prepared once per connection: give a literal.
  package func first<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> T? { fatalError("unbuilt") }

  /// Every row, in order.
  package func all<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> [T] { fatalError("unbuilt") }

  /// The hot path: one blob parameter, no allocation for it.
  package func first<T>(
    _ sql: StaticString, blob: UnsafeRawBufferPointer, read: (borrowing Row) throws -> T
  ) throws -> T? { fatalError("unbuilt") }
}

/// The row a statement stands on; readable only inside the closure it is given to.
package struct Row: ~Copyable {
  package func int(_ column: Int) -> Int64 { fatalError("unbuilt") }
  package func optionalInt(_ column: Int) -> Int64? { fatalError("unbuilt") }
  package func double(_ column: Int) -> Double { fatalError("unbuilt") }
  package func optionalDouble(_ column: Int) -> Double? { fatalError("unbuilt") }
  package func bool(_ column: Int) -> Bool { int(column) != 0 }
  package func text(_ column: Int) -> String { fatalError("unbuilt") }
  package func optionalText(_ column: Int) -> String? { fatalError("unbuilt") }
  package func blob(_ column: Int) -> [UInt8] { fatalError("unbuilt") }
  package func optionalBlob(_ column: Int) -> [UInt8]? { fatalError("unbuilt") }
  package func withBlob<R>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    fatalError("unbuilt")
  }
}
