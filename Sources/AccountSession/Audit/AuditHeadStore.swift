import Cryptography
import JSON
import SQLite

/// The rows of the log's signatures. There is no statement here that changes or removes one.
enum AuditHeadStore {
  static let migration = """
    CREATE TABLE audit_head (
      -- The entry that it speaks of.
      entry INTEGER PRIMARY KEY,
      digest BLOB NOT NULL,
      at BIGINT NOT NULL,
      signature BLOB NOT NULL
    );
    """

  static func insert(_ head: AuditHead, in transaction: Transaction) throws {
    try transaction.execute(
      "INSERT INTO audit_head (entry, digest, at, signature) VALUES ($1, $2, $3, $4)",
      head.entry, head.digest.bytes, head.at.milliseconds, head.signature)
  }

  /// When the log was signed last.
  static func lastTime(in transaction: Transaction) throws -> Timestamp? {
    try transaction.first("SELECT at FROM audit_head ORDER BY entry DESC LIMIT 1") {
      Timestamp(milliseconds: $0.int(0))
    }
  }

  /// In the order of their entries. One whose digest is none, which only a damaged database has, speaks of an empty log and so fails.
  static func heads(
    after entry: Int64, count: Int, from reader: Reader
  ) throws -> [AuditHead] {
    try reader.all(
      """
      SELECT entry, digest, at, signature FROM audit_head WHERE entry > $1 ORDER BY entry LIMIT $2
      """, entry, count
    ) { row in
      AuditHead(
        entry: row.int(0), digest: row.withBlob(1) { Digest($0) } ?? AuditEntry.beginning,
        at: Timestamp(milliseconds: row.int(2)), signature: row.blob(3))
    }
  }
}
