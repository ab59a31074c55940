/// A read connection with its prepared statements. It belongs to one thread and never leaves it.
///
/// Between `beginBatch()` and `endBatch()` all reads share one snapshot, unless a write was committed
/// since: then the next read starts a newer one, so nothing older than an answered write is ever read.
/// A read from inside the reading of another one's rows shares that one's snapshot.
package final class Reader {
  private let prepared: PreparedConnection
  private let revision: CommitCounter
  private var isBatching = false
  /// The count of commits that the open snapshot is known to hold; nil when none is open.
  private var snapshot: UInt64?
  /// How many reads are in the middle of their rows. While one is, SQLite keeps its snapshot whatever we say.
  private var readsUnderWay = 0

  /// Opens the file at `path` read-only, which must have been migrated. `revision` counts commits of the
  /// writer of the same file.
  ///
  /// It keeps up to 2 MiB of pages, enough for the inner ones of some million rows, so that a look-up reads leaves only; it maps nothing,
  /// because mapped pages count as resident memory. Cells are not checked each time a page is read: in a look-up of one row that costs as
  /// much as all the rest, and the file is one that our own writer has written.
  package init(path: String, revision: CommitCounter) throws(SQLiteError) {
    let connection = try Connection(path: path, for: .read)
    try connection.run(
      """
      PRAGMA query_only = ON; PRAGMA cell_size_check = OFF; PRAGMA cache_size = -2048;
      PRAGMA mmap_size = 0;
      """)
    prepared = PreparedConnection(connection)
    self.revision = revision
  }

  /// From now on reads share a snapshot, taken by the first of them.
  package func beginBatch() { isBatching = true }

  /// Lets go of the snapshot, so that the writer can fold its log back into the file.
  package func endBatch() {
    isBatching = false
    dropSnapshot()
  }

  /// The first row's value, or nil if there is none. `sql` is prepared once per connection: give a literal.
  package func first<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> T? {
    try reading { try prepared.first(sql, parameters, read: read) }
  }

  /// Every row, in order.
  package func all<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> [T] {
    try reading { try prepared.all(sql, parameters, read: read) }
  }

  /// The hot path: one integer parameter, no allocation for it.
  package func first<T>(
    _ sql: StaticString, key: Int64, read: (borrowing Row) throws -> T
  ) throws -> T? {
    try reading { try prepared.first(sql, key: key, read: read) }
  }

  private func reading<R>(_ body: () throws -> R) throws -> R {
    if isBatching && readsUnderWay == 0 { try refreshSnapshot() }
    readsUnderWay += 1
    defer { readsUnderWay -= 1 }
    return try body()
  }

  /// The counter is read before SQLite takes the snapshot (at the first row after BEGIN), never after: a commit in between
  /// is then in the snapshot but not in the count, and costs one more refresh. The other way round it would be in the
  /// count but not in the snapshot, and a revoked session would be let in.
  private func refreshSnapshot() throws(SQLiteError) {
    let newest = revision.value
    guard snapshot != newest else { return }
    dropSnapshot()
    try prepared.execute("BEGIN")
    snapshot = newest
  }

  private func dropSnapshot() {
    guard snapshot != nil else { return }
    snapshot = nil
    // Ending a read transaction cannot lose anything; if it failed, the next BEGIN would say so.
    _ = try? prepared.execute("COMMIT")
  }
}
