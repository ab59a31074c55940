import JSON
import SQLite

/// The rows of notices. Their numbers are the cursor: they rise in the order of commits, because one thread writes.
enum NoticeStore {
  static let migration = """
    CREATE TABLE notice (
      id INTEGER PRIMARY KEY,
      -- 0 is everybody.
      account BIGINT NOT NULL,
      kind TEXT NOT NULL,
      body BLOB NOT NULL,
      at BIGINT NOT NULL
    );
    CREATE INDEX notice_account ON notice (account, id);
    """

  /// The newest is never removed (see `sweep`), so a number is never given twice.
  static func insert(
    _ account: AccountID?, kind: String, body: [UInt8], at now: Timestamp,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO notice (id, account, kind, body, at)
      VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM notice), $1, $2, $3, $4)
      """, account?.number ?? 0, kind, body, now.milliseconds)
  }

  /// Removes those among the oldest `count` that are older than `limit`.
  static func sweep(
    olderThan limit: Timestamp, count: Int, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      DELETE FROM notice
      WHERE id IN (SELECT id FROM notice ORDER BY id LIMIT $1) AND at < $2
        AND id < (SELECT MAX(id) FROM notice)
      """, count, limit.milliseconds)
  }

  /// The numbers of the oldest and the newest that are kept; nil when there was never any.
  static func range(from reader: Reader) throws -> ClosedRange<Int64>? {
    guard
      let oldest = try reader.first(
        "SELECT id FROM notice ORDER BY id LIMIT 1", read: { $0.int(0) }),
      let newest = try reader.first(
        "SELECT id FROM notice ORDER BY id DESC LIMIT 1", read: { $0.int(0) })
    else { return nil }
    return oldest...max(oldest, newest)
  }

  /// Those to the account alone, oldest first.
  static func notices(
    to account: AccountID, after cursor: Int64, count: Int, from reader: Reader
  ) throws -> [Notice] {
    try reader.all(
      """
      SELECT id, kind, body, at FROM notice WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3
      """, account, cursor, count
    ) { Notice($0) }
  }

  /// Those to everybody, oldest first.
  static func noticesToAll(
    after cursor: Int64, count: Int, from reader: Reader
  ) throws -> [Notice] {
    try reader.all(
      """
      SELECT id, kind, body, at FROM notice WHERE account = 0 AND id > $1 ORDER BY id LIMIT $2
      """, cursor, count
    ) { Notice($0) }
  }
}

extension Notice {
  fileprivate init(_ row: borrowing SQLite.Row) {
    self.init(
      id: row.int(0), kind: row.text(1), body: row.blob(2),
      at: Timestamp(milliseconds: row.int(3)))
  }
}
