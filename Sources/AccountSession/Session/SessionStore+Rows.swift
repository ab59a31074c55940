import Cryptography
import JSON
import SQLite

/// What is read of a session, by those who change it and by those who ask.
extension SessionStore {
  /// A session as it is stored, for those who change it.
  struct Row: Sendable {
    let id: SessionID
    let account: AccountID
    let device: DeviceID?
    let client: String
    let scope: Scope
    let createdAt: Timestamp
    let lastUsedAt: Timestamp
    let expiresAt: Timestamp
    let accessExpiresAt: Timestamp
    let step: UInt32
    let refreshedAt: Timestamp?

    init(_ row: borrowing SQLite.Row) {
      id = SessionID(number: row.int(0))
      account = AccountID(number: row.int(1))
      device = row.optionalInt(2).map(DeviceID.init(number:))
      client = row.text(3)
      scope = Scope(rawValue: row.int(4))
      createdAt = Timestamp(milliseconds: row.int(5))
      lastUsedAt = Timestamp(milliseconds: row.int(6))
      expiresAt = Timestamp(milliseconds: row.int(7))
      accessExpiresAt = Timestamp(milliseconds: row.int(8))
      step = UInt32(truncatingIfNeeded: row.int(9))
      refreshedAt = row.optionalInt(10).map(Timestamp.init(milliseconds:))
    }
  }

  /// A session for the gate.
  struct Found: Sendable {
    let id: SessionID
    let account: AccountID
    let device: DeviceID?
    let scope: Scope
    let authenticatedAt: Timestamp
    let expiresAt: Timestamp
    let access: Digest
    let accessExpiresAt: Timestamp
    /// What its account is; nil when the row has no copy of it that can be read.
    let standing: Standing?
  }
}

extension SessionStore.Found {
  /// Nil when the digest is none, which only a damaged database has.
  init?(_ row: borrowing SQLite.Row) {
    guard let access = row.withBlob(6, { Digest($0) }) else { return nil }
    id = SessionID(number: row.int(0))
    account = AccountID(number: row.int(1))
    device = row.optionalInt(2).map(DeviceID.init(number:))
    scope = Scope(rawValue: row.int(3))
    authenticatedAt = Timestamp(milliseconds: row.int(4))
    expiresAt = Timestamp(milliseconds: row.int(5))
    self.access = access
    accessExpiresAt = Timestamp(milliseconds: row.int(7))
    standing = row.withBlob(8) { Standing($0) }
  }
}
