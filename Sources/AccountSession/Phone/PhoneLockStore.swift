import Cryptography
import JSON
import SQLite

/// The rows of activation locks: one for each phone that was ever bound, by its key.
enum PhoneLockStore {
  static let migration = """
    CREATE TABLE phone_lock (
      -- SHA-256 of the phone's public key.
      key BLOB PRIMARY KEY,
      -- NULL: nobody's.
      account BIGINT REFERENCES account (id),
      device BIGINT REFERENCES device (id),
      state TEXT NOT NULL,
      -- Goes up with each binding.
      version BIGINT NOT NULL,
      -- Until when it is offered, or from when it may be released.
      until BIGINT,
      -- SHA-256 of the code that it is handed over by.
      transfer BLOB UNIQUE,
      -- What a lost phone shows, and what its finder writes to.
      message TEXT,
      relay BIGINT UNIQUE
    );
    CREATE UNIQUE INDEX phone_lock_device ON phone_lock (device);
    CREATE INDEX phone_lock_account ON phone_lock (account);
    """

  /// Whose it is.
  struct Binding: Hashable, Sendable {
    let account: AccountID
    let device: DeviceID
  }

  struct Row: Sendable {
    let key: Digest
    var binding: Binding?
    var state: PhoneLock
    var version: Int64
    var until: Timestamp?
    var transfer: Digest?
    var message: String?
    var relay: RelayID?
  }

  static func row(of key: Digest, in transaction: Transaction) throws -> Row? {
    try transaction.first(
      """
      SELECT key, account, device, state, version, until, transfer, message, relay
      FROM phone_lock WHERE key = $1
      """, key.bytes
    ) { Row($0) } ?? nil
  }

  static func row(
    of device: DeviceID, of account: AccountID, in transaction: Transaction
  ) throws -> Row? {
    try transaction.first(
      """
      SELECT key, account, device, state, version, until, transfer, message, relay
      FROM phone_lock WHERE device = $1 AND account = $2
      """, device, account
    ) { Row($0) } ?? nil
  }

  static func row(
    of device: DeviceID, of account: AccountID, from reader: Reader
  ) throws -> Row? {
    try reader.first(
      """
      SELECT key, account, device, state, version, until, transfer, message, relay
      FROM phone_lock WHERE device = $1 AND account = $2
      """, device, account
    ) { Row($0) } ?? nil
  }

  static func row(offeredBy code: Digest, in transaction: Transaction) throws -> Row? {
    try transaction.first(
      """
      SELECT key, account, device, state, version, until, transfer, message, relay
      FROM phone_lock WHERE transfer = $1
      """, code.bytes
    ) { Row($0) } ?? nil
  }

  static func row(behind relay: RelayID, in transaction: Transaction) throws -> Row? {
    try transaction.first(
      """
      SELECT key, account, device, state, version, until, transfer, message, relay
      FROM phone_lock WHERE relay = $1
      """, relay
    ) { Row($0) } ?? nil
  }

  static func save(_ row: Row, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO phone_lock (key, account, device, state, version, until, transfer, message, relay)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (key) DO UPDATE SET account = $2, device = $3, state = $4, version = $5,
        until = $6, transfer = $7, message = $8, relay = $9
      """, row.key.bytes, row.binding?.account, row.binding?.device, row.state.rawValue,
      row.version, row.until?.milliseconds, row.transfer?.bytes, row.message, row.relay)
  }
}

extension PhoneLockStore.Row {
  /// Nil for a state or a digest that is none, which only a damaged database has.
  fileprivate init?(_ row: borrowing SQLite.Row) {
    guard let key = row.withBlob(0, { Digest($0) }), let state = PhoneLock(rawValue: row.text(3))
    else { return nil }
    self.key = key
    if let account = row.optionalInt(1), let device = row.optionalInt(2) {
      binding = PhoneLockStore.Binding(
        account: AccountID(number: account), device: DeviceID(number: device))
    }
    self.state = state
    version = row.int(4)
    until = row.optionalInt(5).map(Timestamp.init(milliseconds:))
    transfer = row.withBlob(6) { Digest($0) }
    message = row.optionalText(7)
    relay = row.optionalInt(8).map(RelayID.init(number:))
  }

  /// As it is now: an offer whose time is over is none.
  func settled(at now: Timestamp) -> PhoneLockStore.Row {
    guard state == .transferOffered, let until, now >= until,
      let state = state.after(.withdraw)
    else { return self }
    var row = self
    (row.state, row.until, row.transfer) = (state, nil, nil)
    return row
  }
}
