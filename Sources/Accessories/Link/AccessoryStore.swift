import AccountSession
import Cryptography
import JSON
import SQLite

/// The rows of linked accessories: what the radio and the profiles need. Whose they are and what they run, the registry knows.
enum AccessoryStore {
  static let migration = """
    CREATE TABLE accessory (
      device BIGINT PRIMARY KEY,
      account BIGINT NOT NULL,
      address BLOB NOT NULL,
      address_is_random BIGINT NOT NULL,
      profile TEXT NOT NULL,
      product TEXT NOT NULL,
      name TEXT NOT NULL,
      is_authenticated BIGINT NOT NULL,
      -- Its bond is not good any more.
      is_spoilt BIGINT NOT NULL,
      -- The owner's number on the scale and the code that opens it, sealed.
      scale_user BLOB,
      firmware TEXT,
      battery_percent BIGINT,
      last_seen_at BIGINT,
      linked_at BIGINT NOT NULL
    );
    CREATE UNIQUE INDEX accessory_address ON accessory (address, address_is_random);
    """

  /// The registry has the name, which its owner may change.
  static let namesLeave = "ALTER TABLE accessory DROP COLUMN name;"

  static let locks = """
    -- Of a scale that seals what it says: its key, sealed; the newest frame and weighing; and what it calls its owner.
    ALTER TABLE accessory ADD COLUMN bind_key BLOB;
    ALTER TABLE accessory ADD COLUMN frame_counter BIGINT;
    ALTER TABLE accessory ADD COLUMN frame_time BIGINT;
    ALTER TABLE accessory ADD COLUMN owner_number BIGINT;
    """

  static func insert(
    _ candidate: LinkCandidate, as device: DeviceID, sealedBy key: SealingKey, at now: Timestamp,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO accessory (device, account, address, address_is_random, profile, product,
        is_authenticated, is_spoilt, scale_user, firmware, battery_percent, last_seen_at, linked_at,
        bind_key)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $11, $12)
      """, device, candidate.caller.account, candidate.peer.bytes, candidate.peer.isRandom,
      candidate.profile.rawValue, candidate.model.product, candidate.isAuthenticated,
      candidate.user.map { seal($0, of: device, by: key) },
      candidate.facts.firmware, candidate.facts.batteryPercent, now.milliseconds,
      candidate.ownerKey.map { seal($0.bytes, of: device, by: key) })
    if let ownerKey = candidate.ownerKey { try keepPlace(of: ownerKey, device, in: transaction) }
  }

  static func keepPlace(
    of ownerKey: OwnerKey, _ device: DeviceID, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE accessory SET frame_counter = $2, frame_time = $3, owner_number = $4 WHERE device = $1
      """, device, ownerKey.counter.map(Int64.init), ownerKey.time.map(Int64.init),
      ownerKey.ownerNumber.map(Int64.init))
  }

  /// Another key: the accessory was bound anew, and counts its frames from the start. False for what has none.
  static func keep(
    _ ownerKey: OwnerKey, of device: DeviceID, sealedBy key: SealingKey,
    in transaction: Transaction
  ) throws -> Bool {
    try transaction.execute(
      """
      UPDATE accessory SET bind_key = $2, frame_counter = NULL
      WHERE device = $1 AND bind_key IS NOT NULL
      """, device, seal(ownerKey.bytes, of: device, by: key)) > 0
  }

  /// All of them; those with a bond are to be called.
  static func all(openedBy key: SealingKey, in transaction: Transaction) throws
    -> [LinkedAccessory]
  {
    try transaction.all(
      """
      SELECT device, account, address, address_is_random, profile, product,
        is_authenticated, is_spoilt, scale_user, firmware, battery_percent, last_seen_at, linked_at,
        bind_key, frame_counter, frame_time, owner_number
      FROM accessory ORDER BY linked_at, device
      """
    ) { LinkedAccessory($0, openedBy: key) }.compactMap(\.self)
  }

  static func isLinked(
    _ device: DeviceID, to account: AccountID, in transaction: Transaction
  ) throws -> Bool {
    try transaction.first(
      "SELECT 1 FROM accessory WHERE device = $1 AND account = $2", device, account
    ) { _ in true } ?? false
  }

  /// The account's address and profile of it, after it was removed; nil when the account has none such.
  static func remove(
    _ device: DeviceID, of account: AccountID, in transaction: Transaction
  ) throws -> (peer: PeerAddress, isConnected: Bool)? {
    try transaction.first(
      """
      DELETE FROM accessory WHERE device = $1 AND account = $2
      RETURNING address, address_is_random, profile
      """, device, account
    ) {
      (
        PeerAddress(bytes: $0.blob(0), isRandom: $0.bool(1)),
        AccessoryProfile(rawValue: $0.text(2))?.isConnected ?? true
      )
    }
  }

  static func keep(
    _ user: ScaleUser, of device: DeviceID, sealedBy key: SealingKey, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "UPDATE accessory SET scale_user = $2 WHERE device = $1", device,
      seal(user, of: device, by: key))
  }

  static func keep(
    firmware: String, of device: DeviceID, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "UPDATE accessory SET firmware = $2 WHERE device = $1", device, firmware)
  }

  /// False when it is not there any more.
  static func spoil(_ device: DeviceID, in transaction: Transaction) throws -> Bool {
    try transaction.execute("UPDATE accessory SET is_spoilt = 1 WHERE device = $1", device) > 0
  }

  static func keep(_ trace: AccessoryTrace, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE accessory SET battery_percent = $2, last_seen_at = $3 WHERE device = $1",
      trace.device, trace.batteryPercent, trace.lastSeenAt?.milliseconds)
  }

  // MARK: The scale's user

  /// The code, least significant byte first, and the number if there is one.
  private static func seal(
    _ user: ScaleUser, of device: DeviceID, by key: SealingKey
  ) -> [UInt8] {
    let code = user.consentCode
    return key.seal(
      [UInt8(code & 0xFF), UInt8(code >> 8)] + (user.index.map { [$0] } ?? []),
      bound: place(of: device))
  }

  /// Nil when it was not sealed for this accessory.
  fileprivate static func open(
    _ sealed: [UInt8], of device: DeviceID, by key: SealingKey
  ) -> ScaleUser? {
    guard let bytes = key.open(sealed, bound: place(of: device)), (2...3).contains(bytes.count)
    else { return nil }
    return ScaleUser(
      consentCode: UInt16(bytes[0]) | UInt16(bytes[1]) << 8,
      index: bytes.count == 3 ? bytes[2] : nil)
  }

  private static func place(of device: DeviceID) -> String {
    "accessory/scale_user/\(device.number)"
  }

  // MARK: The bind key

  private static func seal(_ bindKey: [UInt8], of device: DeviceID, by key: SealingKey) -> [UInt8] {
    key.seal(bindKey, bound: keyPlace(of: device))
  }

  /// Nil when it was not sealed for this accessory.
  fileprivate static func openKey(
    _ sealed: [UInt8], of device: DeviceID, by key: SealingKey
  ) -> [UInt8]? {
    let bindKey = key.open(sealed, bound: keyPlace(of: device))
    return bindKey?.count == OwnerKey.length ? bindKey : nil
  }

  private static func keyPlace(of device: DeviceID) -> String {
    "accessory/bind_key/\(device.number)"
  }
}

extension LinkedAccessory {
  /// Nil when a later version of the program has a profile that this one does not.
  fileprivate init?(_ row: borrowing Row, openedBy key: SealingKey) {
    guard let profile = AccessoryProfile(rawValue: row.text(4)) else { return nil }
    let device = DeviceID(number: row.int(0))
    let contact: Contact =
      !profile.isConnected
      ? .broadcasting
      : row.bool(7) ? .spoilt : .away(since: Timestamp(milliseconds: 0), failures: 0)
    self.init(
      device: device, account: AccountID(number: row.int(1)),
      peer: PeerAddress(bytes: row.blob(2), isRandom: row.bool(3)), profile: profile,
      product: row.text(5), linkedAt: Timestamp(milliseconds: row.int(12)),
      isAuthenticated: row.bool(6),
      user: row.optionalBlob(8).flatMap { AccessoryStore.open($0, of: device, by: key) },
      ownerKey: row.optionalBlob(13).flatMap { AccessoryStore.openKey($0, of: device, by: key) }.map
      {
        OwnerKey(
          bytes: $0, counter: row.optionalInt(14).map(UInt32.init(truncatingIfNeeded:)),
          time: row.optionalInt(15).map(UInt32.init(truncatingIfNeeded:)),
          ownerNumber: row.optionalInt(16).map(UInt8.init(truncatingIfNeeded:)))
      }, contact: contact, batteryPercent: row.optionalInt(10).map(Int.init),
      lastSeenAt: row.optionalInt(11).map(Timestamp.init(milliseconds:)),
      firmware: row.optionalText(9), recordedFirmware: row.optionalText(9))
  }
}
