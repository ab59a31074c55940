import JSON
import SQLite

/// The rows of accounts.
enum AccountStore {
  static let migration = """
    CREATE TABLE account (
      -- Never reused (DL-06): drawn from 2^63 numbers.
      id BIGINT PRIMARY KEY,
      roles BIGINT NOT NULL,
      -- BCP 47; NULL: as the client asks.
      language TEXT,
      created_at BIGINT NOT NULL
    );
    """

  static func insert(
    _ id: AccountID, roles: Roles, language: String?, now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "INSERT INTO account (id, roles, language, created_at) VALUES ($1, $2, $3, $4)",
      id, roles.rawValue, language, now.milliseconds)
  }
}
