import JSON
import SQLite

/// The registry: which phones and accessories belong to which account.
enum DeviceStore {
  static let migration = """
    CREATE TABLE device (
      id INTEGER PRIMARY KEY,
      account BIGINT NOT NULL REFERENCES account (id),
      kind TEXT NOT NULL,
      product TEXT NOT NULL,
      hardware TEXT NOT NULL,
      identity TEXT NOT NULL,
      name TEXT NOT NULL,
      channel TEXT NOT NULL,
      installed_version TEXT,
      added_at BIGINT NOT NULL
    );
    CREATE UNIQUE INDEX device_account ON device (account, kind, identity);
    -- An accessory has one owner; a phone's identity is its own word, so it keeps nobody else from using it.
    CREATE UNIQUE INDEX device_owner ON device (identity) WHERE kind <> 'phone';
    """

  /// What the owner sees of a device.
  struct Row: Hashable, Sendable {
    let device: RegisteredDevice
    let name: String
    let addedAt: Timestamp
  }

  /// Who owns the accessory with this identity.
  static func owner(
    ofAccessory identity: String, in transaction: Transaction
  ) throws -> (account: AccountID, device: DeviceID)? {
    try transaction.first(
      "SELECT account, id FROM device WHERE identity = $1 AND kind <> 'phone'", identity
    ) { (AccountID(number: $0.int(0)), DeviceID(number: $0.int(1))) }
  }

  static func phone(
    _ identity: String, of account: AccountID, in transaction: Transaction
  ) throws -> DeviceID? {
    try transaction.first(
      "SELECT id FROM device WHERE account = $1 AND kind = 'phone' AND identity = $2",
      account, identity
    ) { DeviceID(number: $0.int(0)) }
  }

  static func count(of account: AccountID, in transaction: Transaction) throws -> Int {
    try transaction.first("SELECT COUNT(*) FROM device WHERE account = $1", account) {
      Int($0.int(0))
    } ?? 0
  }

  static func insert(
    _ id: DeviceID, _ device: AccessoryRegistration, now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO device (id, account, kind, product, hardware, identity, name, channel,
        installed_version, added_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'stable', $8, $9)
      """, id, device.account, device.kind.rawValue, device.product, device.hardware,
      device.identity, device.name, device.installedVersion, now.milliseconds)
  }

  /// Takes what a device that is known already says of itself. Its name and channel are the owner's and stay.
  static func update(
    _ id: DeviceID, product: String, hardware: String, installedVersion: String?,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE device SET product = $2, hardware = $3,
        installed_version = COALESCE($4, installed_version)
      WHERE id = $1
      """, id, product, hardware, installedVersion)
  }

  static func rename(_ id: DeviceID, to name: String, in transaction: Transaction) throws {
    try transaction.execute("UPDATE device SET name = $2 WHERE id = $1", id, name)
  }

  static func setChannel(_ channel: String, of id: DeviceID, in transaction: Transaction) throws {
    try transaction.execute("UPDATE device SET channel = $2 WHERE id = $1", id, channel)
  }

  static func setInstalled(_ version: String, on id: DeviceID, in transaction: Transaction) throws {
    try transaction.execute("UPDATE device SET installed_version = $2 WHERE id = $1", id, version)
  }

  static func row(
    of id: DeviceID, of account: AccountID, in transaction: Transaction
  ) throws -> Row? {
    try transaction.first(
      """
      SELECT id, kind, product, hardware, installed_version, channel, name, added_at
      FROM device WHERE id = $1 AND account = $2
      """, id, account
    ) { Row($0) }
  }

  /// What the owner calls the account's phones.
  static func phoneNames(of account: AccountID, in transaction: Transaction) throws -> [String] {
    try transaction.all(
      "SELECT name FROM device WHERE account = $1 AND kind = 'phone' ORDER BY id", account
    ) { $0.text(0) }
  }

  static func rows(of account: AccountID, from reader: Reader) throws -> [Row] {
    try reader.all(
      """
      SELECT id, kind, product, hardware, installed_version, channel, name, added_at
      FROM device WHERE account = $1 ORDER BY added_at, id
      """, account
    ) { Row($0) }
  }

  /// The oldest first.
  static func devices(
    of account: AccountID, from source: some RowSource
  ) throws -> [RegisteredDevice] {
    try source.all(
      """
      SELECT id, kind, product, hardware, installed_version, channel
      FROM device WHERE account = $1 ORDER BY added_at, id
      """, account
    ) { RegisteredDevice($0) }
  }

  static func delete(_ id: DeviceID, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM device WHERE id = $1", id)
  }
}

extension DeviceStore.Row {
  fileprivate init(_ row: borrowing SQLite.Row) {
    device = RegisteredDevice(row)
    name = row.text(6)
    addedAt = Timestamp(milliseconds: row.int(7))
  }
}

extension RegisteredDevice {
  fileprivate init(_ row: borrowing SQLite.Row) {
    self.init(
      id: DeviceID(number: row.int(0)), kind: Kind(rawValue: row.text(1)) ?? .phone,
      product: row.text(2), hardware: row.text(3), installedVersion: row.optionalText(4),
      channel: row.text(5))
  }
}
