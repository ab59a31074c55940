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
}
