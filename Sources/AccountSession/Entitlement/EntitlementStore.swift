import JSON
import SQLite

/// The rows of rights, with their history: a right that was taken back keeps its row.
enum EntitlementStore {
  static let migration = """
    CREATE TABLE entitlement (
      id INTEGER PRIMARY KEY,
      account BIGINT NOT NULL REFERENCES account (id),
      name TEXT NOT NULL,
      source TEXT NOT NULL,
      granted_at BIGINT NOT NULL,
      ends_at BIGINT,
      revoked_at BIGINT
    );
    CREATE INDEX entitlement_held ON entitlement (account) WHERE revoked_at IS NULL;
    """

  static func insert(
    _ grant: EntitlementGrant, to account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO entitlement (id, account, name, source, granted_at, ends_at)
      VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM entitlement), $1, $2, $3, $4, $5)
      """, account, grant.name.rawValue, grant.source, now.milliseconds,
      grant.endsAt?.milliseconds)
  }

  /// Takes back what one source has granted under this name; of every source when it is nil. Answers how many.
  static func revoke(
    _ name: EntitlementName, of account: AccountID, source: String?, now: Timestamp,
    in transaction: Transaction
  ) throws -> Int {
    if let source {
      return try transaction.execute(
        """
        UPDATE entitlement SET revoked_at = $4
        WHERE account = $1 AND name = $2 AND source = $3 AND revoked_at IS NULL
        """, account, name.rawValue, source, now.milliseconds)
    }
    return try transaction.execute(
      """
      UPDATE entitlement SET revoked_at = $3
      WHERE account = $1 AND name = $2 AND revoked_at IS NULL
      """, account, name.rawValue, now.milliseconds)
  }

  /// What is not taken back, whether or not it has ended: whoever asks has the clock.
  static func held(
    by account: AccountID, from source: some RowSource
  ) throws -> [HeldEntitlement] {
    try source.all(
      """
      SELECT name, source, granted_at, ends_at FROM entitlement
      WHERE account = $1 AND revoked_at IS NULL ORDER BY name, id
      """, account
    ) { HeldEntitlement($0) }.compactMap(\.self)
  }
}

extension HeldEntitlement {
  /// Nil for a name that this version of the program does not know how to read: it grants nothing.
  fileprivate init?(_ row: borrowing SQLite.Row) {
    guard let name = EntitlementName(rawValue: row.text(0)) else { return nil }
    self.init(
      name: name, source: row.text(1), grantedAt: Timestamp(milliseconds: row.int(2)),
      endsAt: row.optionalInt(3).map(Timestamp.init(milliseconds:)))
  }
}
