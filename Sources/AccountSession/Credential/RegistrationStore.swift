import Cryptography
import JSON
import SQLite

/// The rows of registrations that wait for their code.
enum RegistrationStore {
  static let migration = """
    CREATE TABLE registration (
      -- SHA-256 of the ticket that its holder was given.
      ticket BLOB PRIMARY KEY,
      identifier BLOB NOT NULL,
      sealed BLOB NOT NULL,
      language TEXT,
      code BLOB NOT NULL,
      tries BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    );
    CREATE INDEX registration_expiry ON registration (expires_at);
    """

  struct Row: Sendable {
    let sent: SentCode
    /// The address itself.
    let sealed: [UInt8]
    let language: String?
  }

  static func insert(_ row: Row, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO registration (ticket, identifier, sealed, language, code, tries, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """, row.sent.ticket.bytes, row.sent.identifier.bytes, row.sealed, row.language,
      row.sent.code.bytes, row.sent.tries, row.sent.expiresAt.milliseconds)
  }

  static func row(of ticket: Digest, in transaction: Transaction) throws -> Row? {
    try transaction.first(
      """
      SELECT identifier, sealed, language, code, tries, expires_at
      FROM registration WHERE ticket = $1
      """, ticket.bytes
    ) { row in
      guard let identifier = row.withBlob(0, { Digest($0) }),
        let code = row.withBlob(3, { Digest($0) })
      else { return nil }
      return Row(
        sent: SentCode(
          ticket: ticket, identifier: identifier, code: code, tries: Int(row.int(4)),
          expiresAt: Timestamp(milliseconds: row.int(5))), sealed: row.blob(1),
        language: row.optionalText(2))
    } ?? nil
  }

  static func countTry(of ticket: Digest, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE registration SET tries = tries + 1 WHERE ticket = $1", ticket.bytes)
  }

  static func delete(_ ticket: Digest, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM registration WHERE ticket = $1", ticket.bytes)
  }

  /// Removes up to `count` of those that are over.
  static func sweep(at now: Timestamp, count: Int, in transaction: Transaction) throws {
    try transaction.execute(
      """
      DELETE FROM registration WHERE ticket IN
        (SELECT ticket FROM registration WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
      """, now.milliseconds, count)
  }
}
