import Cryptography
import JSON
import SQLite

/// The rows of the audit log. There is no statement here that changes or removes one.
enum AuditStore {
  static let migration = """
    CREATE TABLE audit (
      -- From 1 without gaps.
      id INTEGER PRIMARY KEY,
      at BIGINT NOT NULL,
      actor BIGINT,
      subject BIGINT,
      action TEXT NOT NULL,
      result TEXT NOT NULL,
      note TEXT,
      request BIGINT,
      -- SHA-256 over the digest before and this row.
      digest BLOB NOT NULL
    );
    CREATE INDEX audit_subject ON audit (subject, id);
    """

  static func last(in transaction: Transaction) throws -> (id: Int64, digest: Digest)? {
    try transaction.first("SELECT id, digest FROM audit ORDER BY id DESC LIMIT 1") { row in
      (row.int(0), row.withBlob(1) { Digest($0) } ?? AuditEntry.beginning)
    }
  }

  static func insert(_ entry: AuditEntry, digest: Digest, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO audit (id, at, actor, subject, action, result, note, request, digest)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """, entry.id, entry.at.milliseconds, entry.actor, entry.subject, entry.action, entry.result,
      entry.note, entry.request, digest.bytes)
  }

  /// In order, with the digest that each is stored with.
  static func entries(
    after cursor: Int64, count: Int, from reader: Reader
  ) throws -> [(entry: AuditEntry, digest: Digest?)] {
    try reader.all(
      """
      SELECT id, at, actor, subject, action, result, note, request, digest FROM audit
      WHERE id > $1 ORDER BY id LIMIT $2
      """, cursor, count
    ) { row in (AuditEntry(row), row.withBlob(8) { Digest($0) }) }
  }

  /// What concerns one account, since then.
  static func entries(
    about subject: AccountID, after cursor: Int64, since: Timestamp, count: Int,
    from reader: Reader
  ) throws -> [AuditEntry] {
    try reader.all(
      """
      SELECT id, at, actor, subject, action, result, note, request FROM audit
      WHERE subject = $1 AND id > $2 AND at >= $3 ORDER BY id LIMIT $4
      """, subject, cursor, since.milliseconds, count
    ) { AuditEntry($0) }
  }
}

extension AuditEntry {
  fileprivate init(_ row: borrowing SQLite.Row) {
    self.init(
      id: row.int(0), at: Timestamp(milliseconds: row.int(1)),
      actor: row.optionalInt(2).map(AccountID.init(number:)),
      subject: row.optionalInt(3).map(AccountID.init(number:)), action: row.text(4),
      result: row.text(5), note: row.optionalText(6), request: row.optionalInt(7))
  }
}
