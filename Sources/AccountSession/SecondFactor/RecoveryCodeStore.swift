import Cryptography
import JSON
import SQLite

/// The rows of recovery codes: keyed digests, used once.
enum RecoveryCodeStore {
  static let migration = """
    CREATE TABLE recovery_code (
      mac BLOB PRIMARY KEY,
      account BIGINT NOT NULL REFERENCES account (id),
      made_at BIGINT NOT NULL,
      used_at BIGINT
    );
    CREATE INDEX recovery_code_account ON recovery_code (account);
    """

  static func insert(
    _ mac: Digest, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "INSERT INTO recovery_code (mac, account, made_at) VALUES ($1, $2, $3)",
      mac.bytes, account, now.milliseconds)
  }

  /// False when there is no such code, or it was used: the database decides, so of fifty at once one succeeds (RC-02).
  static func spend(_ mac: Digest, now: Timestamp, in transaction: Transaction) throws -> Bool {
    try transaction.execute(
      "UPDATE recovery_code SET used_at = $2 WHERE mac = $1 AND used_at IS NULL",
      mac.bytes, now.milliseconds) > 0
  }

  static func deleteAll(of account: AccountID, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM recovery_code WHERE account = $1", account)
  }

  /// How many are not used.
  static func count(of account: AccountID, from reader: Reader) throws -> Int {
    try reader.first(
      "SELECT COUNT(*) FROM recovery_code WHERE account = $1 AND used_at IS NULL", account
    ) { Int($0.int(0)) } ?? 0
  }
}
