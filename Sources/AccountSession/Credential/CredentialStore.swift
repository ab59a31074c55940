import Cryptography
import JSON
import SQLite

/// The rows of passwords.
enum CredentialStore {
  static let migration = """
    CREATE TABLE password (
      account INTEGER PRIMARY KEY REFERENCES account (id),
      -- Scheme, cost, salt and pepper's number are in it (PW-08).
      hash TEXT NOT NULL,
      -- Goes up with each change: what hangs on an older one is void.
      generation BIGINT NOT NULL,
      -- Wrong ones by strangers since the last right one; unlike the throttle's, these are not forgotten.
      strangers_failures BIGINT NOT NULL,
      changed_at BIGINT NOT NULL
    );
    """

  struct Password: Sendable {
    let account: AccountID
    let hash: String
    let generation: Int64
    let strangersFailures: Int
  }

  static func password(
    of account: AccountID, in transaction: Transaction
  ) throws -> Password? {
    try transaction.first(
      "SELECT account, hash, generation, strangers_failures FROM password WHERE account = $1",
      account
    ) { Password($0) }
  }

  /// Of the account with this identifier.
  static func password(
    named identifier: Digest, in transaction: Transaction
  ) throws -> Password? {
    try transaction.first(
      """
      SELECT p.account, p.hash, p.generation, p.strangers_failures
      FROM account_identifier AS i JOIN password AS p ON p.account = i.account
      WHERE i.mac = $1
      """, identifier.bytes
    ) { Password($0) }
  }

  static func insert(
    _ hash: String, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO password (account, hash, generation, strangers_failures, changed_at)
      VALUES ($1, $2, 1, 0, $3)
      """, account, hash, now.milliseconds)
  }

  /// Another password for an account that has one: answers its generation.
  static func change(
    to hash: String, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> Int64 {
    let generation = try transaction.first(
      """
      UPDATE password
      SET hash = $2, generation = generation + 1, strangers_failures = 0, changed_at = $3
      WHERE account = $1 RETURNING generation
      """, account, hash, now.milliseconds
    ) { $0.int(0) }
    return generation ?? 0
  }

  /// The same password hashed anew (PW-10).
  static func rehash(
    _ account: AccountID, to hash: String, in transaction: Transaction
  ) throws {
    try transaction.execute("UPDATE password SET hash = $2 WHERE account = $1", account, hash)
  }

  static func countFailure(of account: AccountID, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE password SET strangers_failures = strangers_failures + 1 WHERE account = $1",
      account)
  }

  static func clearFailures(of account: AccountID, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE password SET strangers_failures = 0 WHERE account = $1", account)
  }
}

extension CredentialStore.Password {
  fileprivate init(_ row: borrowing SQLite.Row) {
    account = AccountID(number: row.int(0))
    hash = row.text(1)
    generation = row.int(2)
    strangersFailures = Int(row.int(3))
  }
}
