package import Cryptography
package import HTTP
package import SQLite

/// The one place that acts on accounts, for the other capabilities and for the composition root. Shared by all loops; its routes
/// are made per loop with that loop's gate.
package final class AccountDesk: Sendable {
  /// In the order in which the tables refer to each other. A step that was released is never edited: a room that needs another
  /// adds it at the end.
  package static let migrations = MigrationSet(
    component: "AccountSession",
    steps: [
      AccountStore.migration, DeviceStore.migration, SessionStore.migration,
      EntitlementStore.migration, NoticeStore.migration, AuditStore.migration,
      CredentialStore.migration, RegistrationStore.migration, ThrottleStore.migration,
      AuditHeadStore.migration, SecondFactorStore.migration, RecoveryCodeStore.migration,
      ApprovalStore.migration, StandingStore.migration, RecoveryStore.migration,
      PhoneLockStore.migration,
    ])

  package let epochs: EpochTable
  package let writer: Writer
  /// Never goes back, whatever the machine's does.
  package let clock: any WallClock
  package let sessions: SessionDesk
  package let devices: DeviceDesk
  package let entitlements: EntitlementDesk
  let tokens: SessionTokens
  let notices: NoticeDesk
  let log: AuditLog
  let feed: any StreamFeed
  let credentials: CredentialDesk
  let phones: PhoneDesk

  package init(
    writer: Writer, keys: AccountKeys, clock: any WallClock, delivery: any CodeDelivery,
    epochs: EpochTable, feed: any StreamFeed, passwordCost: Int,
    policy: CredentialPolicy = CredentialPolicy()
  ) {
    let touch = { @Sendable (account: AccountID, transaction: Transaction) in
      Self.touch(account, epochs: epochs, feed: feed, in: transaction)
    }
    let notices = NoticeDesk(feed: feed)
    let log = AuditLog(key: keys.logHead)
    let tokens = SessionTokens(key: keys.tokenMAC)
    let sessions = SessionDesk(tokens: tokens, notices: notices, log: log, touch: touch)
    self.epochs = epochs
    self.writer = writer
    self.clock = SteadyClock(clock)
    self.tokens = tokens
    self.sessions = sessions
    devices = DeviceDesk(sessions: sessions, notices: notices, log: log, touch: touch)
    entitlements = EntitlementDesk(notices: notices, log: log, touch: touch)
    self.notices = notices
    self.log = log
    self.feed = feed
    credentials = CredentialDesk(
      keys: keys, policy: policy, passwordCost: passwordCost, sessions: sessions, devices: devices,
      notices: notices, log: log, delivery: delivery, touch: touch)
    phones = PhoneDesk(key: keys.lock, credentials: credentials)
  }

  /// What phones pin to check their permits by (LK-03).
  package var lockKey: Ed25519.PublicKey { phones.key.publicKey }

  /// Everything under `/v1/account`, `/v1/sessions`, `/v1/devices`, `/v1/entitlements`, `/v1/notices`, `/v1/operator`.
  package func routes(gate: SessionGate) -> [Route] {
    RegistrationRoutes(desk: self, gate: gate).all
      + RecoveryRoutes(desk: self, gate: gate).all
      + SignInRoutes(desk: self, gate: gate).all
      + AccountRoutes(desk: self, gate: gate).all
      + SecondFactorRoutes(desk: self, gate: gate).all
      + SessionRoutes(desk: self, gate: gate).all
      + DeviceRoutes(desk: self, gate: gate).all
      + PhoneLockRoutes(desk: self, gate: gate).all
      + PhoneTransferRoutes(desk: self, gate: gate).all
      + EntitlementRoutes(desk: self, gate: gate).all
      + NoticeRoutes(desk: self, gate: gate).all
      + AuditRoutes(desk: self, gate: gate).all
      + OperatorRoutes(desk: self, gate: gate).all
  }
}

// MARK: For other capabilities, inside their own transactions

extension AccountDesk {
  /// The account has changed: after this commit, nothing decided before it is served (SE-06, SE-07).
  package func touch(_ account: AccountID, in transaction: Transaction) {
    Self.touch(account, epochs: epochs, feed: feed, in: transaction)
  }

  private static func touch(
    _ account: AccountID, epochs: EpochTable, feed: any StreamFeed, in transaction: Transaction
  ) {
    StandingStore.refresh(account, in: transaction)
    let slot = epochs.slot(of: UInt64(account.number))
    transaction.afterCommit {
      slot.bump()
      // After the bump, so that whoever is woken finds its authority gone.
      feed.poke(topic: account.topic)
    }
  }

  /// Asks again, where the work is committed, whether the caller's session still is, with every role it had: either may have
  /// ended while the work was waiting for the writer.
  ///
  /// - Throws: `SessionEnded`.
  package func confirm(_ caller: Caller, in transaction: Transaction) throws {
    let roles = try SessionStore.roles(
      of: caller.session, of: caller.account, at: clock.now, in: transaction)
    guard let roles, roles.isSuperset(of: caller.roles) else { throw SessionEnded() }
  }

  /// Adds an accessory to the account, or refuses when another account owns it (no hint which).
  ///
  /// - Throws: `AccessoryTaken`, `DeviceDesk.TooMany`.
  package func registerAccessory(
    _ accessory: AccessoryRegistration, in transaction: Transaction
  ) throws -> DeviceID {
    try devices.registerAccessory(accessory, now: clock.now, in: transaction)
  }

  /// Ends ownership; measurements stay with the account that made them (AL-06). Nothing happens when the account has no
  /// such accessory.
  package func releaseAccessory(
    _ device: DeviceID, of account: AccountID, in transaction: Transaction
  ) throws {
    guard let row = try DeviceStore.row(of: device, of: account, in: transaction),
      row.device.kind != .phone
    else { return }
    try devices.remove(row, of: account, now: clock.now, in: transaction)
  }

  /// Records what the device says it runs. Nothing happens when the account has no such device.
  package func recordInstalled(
    _ version: String, on device: DeviceID, of account: AccountID, in transaction: Transaction
  ) throws {
    guard let row = try DeviceStore.row(of: device, of: account, in: transaction),
      row.device.installedVersion != version
    else { return }
    try DeviceStore.setInstalled(version, on: device, in: transaction)
    touch(account, in: transaction)
  }

  /// Gives one of the account's devices another name: 1 to 64 bytes without control characters.
  ///
  /// - Returns: false when the account has no such device.
  package func rename(
    _ device: DeviceID, of account: AccountID, to name: String, in transaction: Transaction
  ) throws -> Bool {
    try devices.change(device, of: account, DeviceChange(name: name), in: transaction) != nil
  }

  /// What the owner calls the account's devices.
  package func deviceNames(
    of account: AccountID, from reader: Reader
  ) throws -> [DeviceID: String] {
    let rows = try DeviceStore.rows(of: account, from: reader)
    return Dictionary(rows.map { ($0.device.id, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  /// Tells the account something, or everybody when `account` is nil. `json` is one JSON object on one line, with nothing in it
  /// that a reader must be entitled to. Lives until every subscriber could have read it (30 days).
  package func notify(
    _ account: AccountID?, kind: String, json: [UInt8], in transaction: Transaction
  ) throws {
    try notices.append(account, kind: kind, json: json, at: clock.now, in: transaction)
  }

  /// Appends to the audit log (AU-01): no secrets, no addresses.
  package func audit(_ record: AuditRecord, in transaction: Transaction) throws {
    try log.append(record, at: clock.now, in: transaction)
  }
}
