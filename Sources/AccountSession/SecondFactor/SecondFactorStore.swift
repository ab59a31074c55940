import JSON
import SQLite

/// The rows of second factors. None is ever removed, so that it can be said which there were; a factor that is over loses its secret.
enum SecondFactorStore {
  static let migration = """
    CREATE TABLE second_factor (
      id INTEGER PRIMARY KEY,
      account BIGINT NOT NULL REFERENCES account (id),
      name TEXT NOT NULL,
      -- The secret; empty once the factor was removed.
      sealed BLOB NOT NULL,
      -- The last step whose code was taken: nothing up to it is taken again.
      last_step BIGINT NOT NULL,
      made_at BIGINT NOT NULL,
      confirmed_at BIGINT,
      removed_at BIGINT
    );
    CREATE INDEX second_factor_account ON second_factor (account);
    """

  /// A factor with what proves it.
  struct Row: Sendable {
    let factor: SecondFactor
    let sealed: [UInt8]
    let lastStep: Int64
  }

  static func insert(
    _ id: FactorID, of account: AccountID, name: String, sealed: [UInt8], now: Timestamp,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO second_factor (id, account, name, sealed, last_step, made_at)
      VALUES ($1, $2, $3, $4, 0, $5)
      """, id, account, name, sealed, now.milliseconds)
  }

  static func factors(of account: AccountID, from reader: Reader) throws -> [SecondFactor] {
    try reader.all(
      """
      SELECT id, name, made_at, confirmed_at, removed_at
      FROM second_factor WHERE account = $1 ORDER BY made_at, id
      """, account
    ) { SecondFactor($0) }
  }

  /// Those that prove something.
  static func confirmed(of account: AccountID, in transaction: Transaction) throws -> [Row] {
    try transaction.all(
      """
      SELECT id, name, made_at, confirmed_at, removed_at, sealed, last_step FROM second_factor
      WHERE account = $1 AND confirmed_at IS NOT NULL AND removed_at IS NULL ORDER BY made_at, id
      """, account
    ) { Row($0) }
  }

  /// One that was not removed.
  static func row(
    of id: FactorID, of account: AccountID, in transaction: Transaction
  ) throws -> Row? {
    try transaction.first(
      """
      SELECT id, name, made_at, confirmed_at, removed_at, sealed, last_step FROM second_factor
      WHERE id = $1 AND account = $2 AND removed_at IS NULL
      """, id, account
    ) { Row($0) }
  }

  /// Takes a step for good; false when it, or a later one, was taken already.
  static func take(_ step: Int64, of id: FactorID, in transaction: Transaction) throws -> Bool {
    try transaction.execute(
      "UPDATE second_factor SET last_step = $2 WHERE id = $1 AND last_step < $2", id, step) > 0
  }

  static func confirm(_ id: FactorID, now: Timestamp, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE second_factor SET confirmed_at = $2 WHERE id = $1", id, now.milliseconds)
  }

  static func remove(_ id: FactorID, now: Timestamp, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE second_factor SET removed_at = $2, sealed = $3 WHERE id = $1",
      id, now.milliseconds, [UInt8]())
  }

  /// Forgets those of the account that nobody confirmed: they never proved anything.
  static func forgetUnconfirmed(of account: AccountID, in transaction: Transaction) throws {
    try transaction.execute(
      "DELETE FROM second_factor WHERE account = $1 AND confirmed_at IS NULL", account)
  }
}

extension SecondFactor {
  fileprivate init(_ row: borrowing SQLite.Row) {
    self.init(
      id: FactorID(number: row.int(0)), name: row.text(1),
      madeAt: Timestamp(milliseconds: row.int(2)),
      confirmedAt: row.optionalInt(3).map(Timestamp.init(milliseconds:)),
      removedAt: row.optionalInt(4).map(Timestamp.init(milliseconds:)))
  }
}

extension SecondFactorStore.Row {
  fileprivate init(_ row: borrowing SQLite.Row) {
    self.init(factor: SecondFactor(row), sealed: row.blob(5), lastStep: row.int(6))
  }
}
