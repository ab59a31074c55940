import AccountSession
import Cryptography
import JSON
import SQLite
import SignedMetadata

/// The trusted keys in the database. A removed key's row stays, so that the audit log's ids can be told from each other.
enum TrustedKeyStore {
  static let migrations = MigrationSet(
    component: "Publishing",
    steps: [
      """
      CREATE TABLE publishing_key (
        id TEXT NOT NULL PRIMARY KEY,
        public_key BLOB NOT NULL,
        roles TEXT NOT NULL,
        name TEXT NOT NULL,
        added_at BIGINT NOT NULL,
        added_by BIGINT NOT NULL,
        removed_at BIGINT,
        removed_by BIGINT
      )
      """
    ])

  /// A row that no longer reads as what was written.
  struct Damaged: Error {
    let key: String
  }

  static func all(in transaction: Transaction) throws -> [TrustedKey] {
    try transaction.all(
      """
      SELECT id, public_key, roles, name, added_at, added_by FROM publishing_key
      WHERE removed_at IS NULL ORDER BY added_at, id
      """
    ) { row in
      let id = row.text(0)
      let roles = row.text(2).split(separator: " ").compactMap { ContentRole(rawValue: String($0)) }
      // The id is computed from the key: a row whose key was exchanged is refused, not trusted.
      guard let publicKey = Ed25519.PublicKey(bytes: row.blob(1)), !roles.isEmpty else {
        throw Damaged(key: id)
      }
      let key = ContentKey(publicKey)
      guard key.id.rawValue == id else { throw Damaged(key: id) }
      return TrustedKey(
        key: key, roles: roles, name: row.text(3),
        addedAt: Timestamp(milliseconds: row.int(4)), addedBy: AccountID(number: row.int(5)))
    }
  }

  /// A key that was removed before is trusted again.
  /// - Returns: false when it is trusted already; nothing was changed.
  static func add(_ key: TrustedKey, in transaction: Transaction) throws -> Bool {
    let changed = try transaction.execute(
      """
      INSERT INTO publishing_key (id, public_key, roles, name, added_at, added_by)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (id) DO UPDATE SET roles = excluded.roles, name = excluded.name,
        added_at = excluded.added_at, added_by = excluded.added_by, removed_at = NULL,
        removed_by = NULL
      WHERE publishing_key.removed_at IS NOT NULL
      """,
      key.key.id.rawValue, key.key.publicKey.bytes,
      key.roles.map(\.rawValue).joined(separator: " "), key.name, key.addedAt.milliseconds,
      key.addedBy)
    return changed == 1
  }

  /// - Returns: false when no such key is trusted.
  static func remove(
    _ id: KeyID, by account: AccountID, at now: Timestamp, in transaction: Transaction
  ) throws -> Bool {
    try transaction.execute(
      """
      UPDATE publishing_key SET removed_at = $2, removed_by = $3
      WHERE id = $1 AND removed_at IS NULL
      """, id.rawValue, now.milliseconds, account) == 1
  }
}
