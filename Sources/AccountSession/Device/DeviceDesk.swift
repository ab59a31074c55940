package import JSON
package import SQLite

/// The one place that changes the registry.
///
/// Thread: the writer's, inside a piece; the transaction is the caller's.
package struct DeviceDesk: Sendable {
  let sessions: SessionDesk
  let notices: NoticeDesk
  let log: AuditLog
  let touch: @Sendable (AccountID, Transaction) -> Void

  /// The account has as many devices as the policy allows.
  package struct TooMany: Error {}

  /// Adds the phone that signs in, or recognises it by the identity it had before in this account.
  package func registerPhone(
    _ phone: PhoneRegistration, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> DeviceID {
    if let known = try DeviceStore.phone(phone.identity, of: account, in: transaction) {
      try DeviceStore.update(
        known, product: phone.product, hardware: phone.hardware,
        installedVersion: phone.installedVersion, in: transaction)
      touch(account, transaction)
      return known
    }
    return try add(
      AccessoryRegistration(
        account: account, kind: .phone, product: phone.product, hardware: phone.hardware,
        identity: phone.identity, name: phone.name, installedVersion: phone.installedVersion),
      now: now, in: transaction)
  }

  /// - Throws: `AccessoryTaken` when another account owns it, `TooMany`.
  func registerAccessory(
    _ accessory: AccessoryRegistration, now: Timestamp, in transaction: Transaction
  ) throws -> DeviceID {
    precondition(accessory.kind != .phone, "a phone registers when it signs in")
    guard
      let owner = try DeviceStore.owner(ofAccessory: accessory.identity, in: transaction)
    else { return try add(accessory, now: now, in: transaction) }
    guard owner.account == accessory.account else { throw AccessoryTaken() }
    try DeviceStore.update(
      owner.device, product: accessory.product, hardware: accessory.hardware,
      installedVersion: accessory.installedVersion, in: transaction)
    touch(accessory.account, transaction)
    return owner.device
  }

  private func add(
    _ device: AccessoryRegistration, now: Timestamp, in transaction: Transaction
  ) throws -> DeviceID {
    guard
      try DeviceStore.count(of: device.account, in: transaction) < AccountPolicy.mostDevices
    else { throw TooMany() }
    let id = DeviceID.random()
    try DeviceStore.insert(id, device, now: now, in: transaction)
    try record("device.added", id, device.kind, of: device.account, now: now, in: transaction)
    return id
  }

  /// Makes the owner's change; answers the device as it is then, nil when the account has none such.
  func change(
    _ id: DeviceID, of account: AccountID, _ change: DeviceChange, in transaction: Transaction
  ) throws -> DeviceStore.Row? {
    guard try DeviceStore.row(of: id, of: account, in: transaction) != nil else { return nil }
    if let name = change.name { try DeviceStore.rename(id, to: name, in: transaction) }
    if let channel = change.channel {
      try DeviceStore.setChannel(channel, of: id, in: transaction)
    }
    if let version = change.installedVersion {
      try DeviceStore.setInstalled(version, on: id, in: transaction)
    }
    touch(account, transaction)
    return try DeviceStore.row(of: id, of: account, in: transaction)
  }

  /// Takes a phone out of the registry and ends its sessions, or an accessory out of its owner's hands.
  func remove(
    _ row: DeviceStore.Row, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws {
    let device = row.device
    // The sessions first: they refer to it.
    try sessions.endAll(of: account, on: device.id, in: transaction)
    try DeviceStore.delete(device.id, in: transaction)
    try record("device.removed", device.id, device.kind, of: account, now: now, in: transaction)
  }

  private func record(
    _ action: String, _ device: DeviceID, _ kind: RegisteredDevice.Kind, of account: AccountID,
    now: Timestamp, in transaction: Transaction
  ) throws {
    touch(account, transaction)
    try notices.append(
      account, kind: action,
      ["device": .string(device.description), "device_kind": .string(kind.rawValue)], at: now,
      in: transaction)
    try log.append(
      AuditRecord(
        actor: account, subject: account, action: action, result: .done,
        note: "\(kind.rawValue) \(device)"), at: now, in: transaction)
  }
}
