import Cryptography
import JSON
import SQLite

/// The rows of recoveries that wait for their code, and of those that can still be taken back.
enum RecoveryStore {
  static let migration = """
    CREATE TABLE recovery (
      -- SHA-256 of the ticket that its holder was given.
      ticket BLOB PRIMARY KEY,
      identifier BLOB NOT NULL,
      code BLOB NOT NULL,
      tries BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    );
    CREATE INDEX recovery_expiry ON recovery (expires_at);
    CREATE INDEX recovery_identifier ON recovery (identifier);
    CREATE TABLE recovered (
      -- SHA-256 of what takes it back.
      undo BLOB PRIMARY KEY,
      account BIGINT NOT NULL REFERENCES account (id),
      -- The password before, hashed.
      hash TEXT NOT NULL,
      at BIGINT NOT NULL,
      held_until BIGINT NOT NULL
    );
    CREATE INDEX recovered_account ON recovered (account);
    CREATE TABLE recovery_freeze (
      account INTEGER PRIMARY KEY REFERENCES account (id),
      until BIGINT NOT NULL
    );
    """

  // MARK: Waiting for a code

  static func insert(_ sent: SentCode, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO recovery (ticket, identifier, code, tries, expires_at)
      VALUES ($1, $2, $3, $4, $5)
      """, sent.ticket.bytes, sent.identifier.bytes, sent.code.bytes, sent.tries,
      sent.expiresAt.milliseconds)
  }

  static func sent(for ticket: Digest, in transaction: Transaction) throws -> SentCode? {
    try transaction.first(
      "SELECT identifier, code, tries, expires_at FROM recovery WHERE ticket = $1", ticket.bytes
    ) { row in
      guard let identifier = row.withBlob(0, { Digest($0) }),
        let code = row.withBlob(1, { Digest($0) })
      else { return nil }
      return SentCode(
        ticket: ticket, identifier: identifier, code: code, tries: Int(row.int(2)),
        expiresAt: Timestamp(milliseconds: row.int(3)))
    } ?? nil
  }

  static func countTry(of ticket: Digest, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE recovery SET tries = tries + 1 WHERE ticket = $1", ticket.bytes)
  }

  /// Every one that waits for the address: one recovery makes the others' codes void.
  static func deleteAll(for identifier: Digest, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM recovery WHERE identifier = $1", identifier.bytes)
  }

  /// Removes up to `count` of those that are over.
  static func sweep(at now: Timestamp, count: Int, in transaction: Transaction) throws {
    try transaction.execute(
      """
      DELETE FROM recovery WHERE ticket IN
        (SELECT ticket FROM recovery WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
      """, now.milliseconds, count)
  }

  // MARK: Done, and not beyond recall

  /// A recovery that was made.
  struct Recovered: Sendable {
    let account: AccountID
    /// The password before it, hashed.
    let hash: String
    let at: Timestamp
    let heldUntil: Timestamp
  }

  static func insert(
    _ recovered: Recovered, undo: Digest, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "INSERT INTO recovered (undo, account, hash, at, held_until) VALUES ($1, $2, $3, $4, $5)",
      undo.bytes, recovered.account, recovered.hash, recovered.at.milliseconds,
      recovered.heldUntil.milliseconds)
  }

  static func recovered(by undo: Digest, in transaction: Transaction) throws -> Recovered? {
    try transaction.first(
      "SELECT account, hash, at, held_until FROM recovered WHERE undo = $1", undo.bytes
    ) { row in
      Recovered(
        account: AccountID(number: row.int(0)), hash: row.text(1),
        at: Timestamp(milliseconds: row.int(2)), heldUntil: Timestamp(milliseconds: row.int(3)))
    }
  }

  /// Until when the account is held after a recovery; nil when it is not.
  static func heldUntil(
    _ account: AccountID, at now: Timestamp, in transaction: Transaction
  ) throws -> Timestamp? {
    try transaction.first(
      "SELECT MAX(held_until) FROM recovered WHERE account = $1 AND held_until > $2",
      account, now.milliseconds
    ) { $0.optionalInt(0).map(Timestamp.init(milliseconds:)) } ?? nil
  }

  /// Forgets the recoveries of an account that were made at a time or after it.
  static func forget(
    of account: AccountID, since time: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "DELETE FROM recovered WHERE account = $1 AND at >= $2", account, time.milliseconds)
  }

  /// Forgets those that can no longer be taken back, with the passwords they held.
  static func forgetOver(at now: Timestamp, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM recovered WHERE held_until <= $1", now.milliseconds)
  }

  // MARK: Frozen

  static func freeze(
    _ account: AccountID, until: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO recovery_freeze (account, until) VALUES ($1, $2)
      ON CONFLICT (account) DO UPDATE SET until = $2
      """, account, until.milliseconds)
  }

  static func isFrozen(
    _ account: AccountID, at now: Timestamp, in transaction: Transaction
  ) throws -> Bool {
    try transaction.first(
      "SELECT 1 FROM recovery_freeze WHERE account = $1 AND until > $2", account, now.milliseconds
    ) { _ in true } ?? false
  }
}
