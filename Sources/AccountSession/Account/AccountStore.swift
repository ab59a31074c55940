import Cryptography
import JSON
import SQLite

/// The rows of accounts and of what they are signed in by.
enum AccountStore {
  static let migration = """
    CREATE TABLE account (
      -- Never reused (DL-06): drawn from 2^63 numbers.
      id INTEGER PRIMARY KEY,
      roles BIGINT NOT NULL,
      -- BCP 47; NULL: as the client asks.
      language TEXT,
      created_at BIGINT NOT NULL
    );
    -- Those who are more than owners, for the rule that one operator stays.
    CREATE INDEX account_staff ON account (roles) WHERE roles > 1;
    CREATE TABLE account_identifier (
      -- A keyed digest to find it by; nobody's address stands here in clear.
      mac BLOB PRIMARY KEY,
      account BIGINT NOT NULL REFERENCES account (id),
      sealed BLOB NOT NULL,
      verified_at BIGINT NOT NULL
    );
    CREATE INDEX account_identifier_account ON account_identifier (account);
    """

  struct Row: Hashable, Sendable {
    let id: AccountID
    let roles: Roles
    let language: String?
    let createdAt: Timestamp
  }

  /// An identifier as it is stored.
  struct SealedIdentifier: Sendable {
    let mac: Digest
    let sealed: [UInt8]
  }

  // MARK: Accounts

  static func insert(
    _ id: AccountID, roles: Roles, language: String?, now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "INSERT INTO account (id, roles, language, created_at) VALUES ($1, $2, $3, $4)",
      id, roles.rawValue, language, now.milliseconds)
  }

  static func row(of id: AccountID, from source: some RowSource) throws -> Row? {
    try source.first(
      "SELECT id, roles, language, created_at FROM account WHERE id = $1", id
    ) { Row($0) }
  }

  static func setRoles(
    _ roles: Roles, of id: AccountID, in transaction: Transaction
  ) throws {
    try transaction.execute("UPDATE account SET roles = $2 WHERE id = $1", id, roles.rawValue)
  }

  static func setLanguage(
    _ language: String?, of id: AccountID, in transaction: Transaction
  ) throws {
    try transaction.execute("UPDATE account SET language = $2 WHERE id = $1", id, language)
  }

  /// How many accounts have all of these roles, one of which is more than owner.
  static func count(with roles: Roles, in transaction: Transaction) throws -> Int {
    try transaction.first(
      "SELECT COUNT(*) FROM account WHERE roles > 1 AND (roles & $1) = $1", roles.rawValue
    ) { Int($0.int(0)) } ?? 0
  }

  // MARK: Identifiers

  static func insert(
    _ identifier: SealedIdentifier, of account: AccountID, now: Timestamp,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO account_identifier (mac, account, sealed, verified_at)
      VALUES ($1, $2, $3, $4)
      """, identifier.mac.bytes, account, identifier.sealed, now.milliseconds)
  }

  /// Whose identifier it is.
  static func account(named mac: Digest, in transaction: Transaction) throws -> AccountID? {
    try transaction.first("SELECT account FROM account_identifier WHERE mac = $1", mac.bytes) {
      AccountID(number: $0.int(0))
    }
  }

  static func account(named mac: Digest, from reader: Reader) throws -> AccountID? {
    try reader.first("SELECT account FROM account_identifier WHERE mac = $1", mac.bytes) {
      AccountID(number: $0.int(0))
    }
  }

  static func identifiers(
    of account: AccountID, in transaction: Transaction
  ) throws -> [SealedIdentifier] {
    try transaction.all(
      """
      SELECT mac, sealed FROM account_identifier WHERE account = $1 ORDER BY verified_at, mac
      """, account
    ) { SealedIdentifier($0) }.compactMap(\.self)
  }

  static func identifiers(
    of account: AccountID, from reader: Reader
  ) throws -> [SealedIdentifier] {
    try reader.all(
      """
      SELECT mac, sealed FROM account_identifier WHERE account = $1 ORDER BY verified_at, mac
      """, account
    ) { SealedIdentifier($0) }.compactMap(\.self)
  }
}

extension AccountStore.Row {
  fileprivate init(_ row: borrowing SQLite.Row) {
    id = AccountID(number: row.int(0))
    roles = Roles(rawValue: row.int(1))
    language = row.optionalText(2)
    createdAt = Timestamp(milliseconds: row.int(3))
  }
}

extension AccountStore.SealedIdentifier {
  /// Nil when the digest is none, which only a damaged database has.
  fileprivate init?(_ row: borrowing SQLite.Row) {
    guard let mac = row.withBlob(0, { Digest($0) }) else { return nil }
    self.init(mac: mac, sealed: row.blob(1))
  }
}
