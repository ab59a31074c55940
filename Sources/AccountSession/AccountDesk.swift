package import Cryptography
package import HTTP
package import JSON
package import SQLite

/// The keys of the account module, one per purpose (CR-01); each 32 bytes.
package struct AccountKeys: Sendable {
  package let peppers: [Int: [UInt8]]
  package let tokenMAC: [UInt8]
  package let identifierMAC: [UInt8]
  package let sealing: SealingKey
  package init(
    peppers: [Int: [UInt8]], tokenMAC: [UInt8], identifierMAC: [UInt8], sealing: SealingKey
  ) {
    self.peppers = peppers
    self.tokenMAC = tokenMAC
    self.identifierMAC = identifierMAC
    self.sealing = sealing
  }
}

/// The one place that acts on accounts. Shared by all loops; its routes are made per loop with that loop's gate.
package final class AccountDesk: Sendable {
  package static let migrations = MigrationSet(component: "AccountSession", steps: [])

  package let epochs: EpochTable
  package let writer: Writer
  package let clock: any WallClock

  package init(
    writer: Writer, keys: AccountKeys, clock: any WallClock, delivery: any CodeDelivery,
    epochs: EpochTable, feed: any StreamFeed, passwordCost: Int
  ) { fatalError("unbuilt") }

  /// Everything under `/v1/account`, `/v1/sessions`, `/v1/devices`, `/v1/entitlements`, `/v1/notices`, `/v1/operator`.
  package func routes(gate: SessionGate) -> [Route] { fatalError("unbuilt") }

  // MARK: For other capabilities, inside their own transactions

  /// The account has changed: after this commit, nothing decided before it is served (SE-06, SE-07).
  package func touch(_ account: AccountID, in transaction: Transaction) { fatalError("unbuilt") }

  /// Adds an accessory to the account, or refuses when another account owns it (no hint which).
  package func registerAccessory(
    _ accessory: AccessoryRegistration, in transaction: Transaction
  ) throws -> DeviceID { fatalError("unbuilt") }

  /// Ends ownership; measurements stay with the account that made them (AL-06).
  package func releaseAccessory(
    _ device: DeviceID, of account: AccountID, in transaction: Transaction
  ) throws { fatalError("unbuilt") }

  /// Records what the device says it runs.
  package func recordInstalled(
    _ version: String, on device: DeviceID, of account: AccountID, in transaction: Transaction
  ) throws { fatalError("unbuilt") }

  /// Tells the account something, or everybody when `account` is nil. `json` is one JSON object on one line, with nothing in it
  /// that a reader must be entitled to. Lives until every subscriber could have read it (30 days).
  package func notify(
    _ account: AccountID?, kind: String, json: [UInt8], in transaction: Transaction
  ) throws { fatalError("unbuilt") }

  /// Appends to the audit log (AU-01): no secrets, no addresses.
  package func audit(_ record: AuditRecord, in transaction: Transaction) throws {
    fatalError("unbuilt")
  }
}

package struct AccessoryRegistration: Sendable {
  package let account: AccountID
  package let kind: RegisteredDevice.Kind
  package let product: String
  package let hardware: String
  /// What makes the accessory the same one to a second account: its identity address or serial. Unique in the registry.
  package let identity: String
  package let name: String
  package let installedVersion: String?
  package init(
    account: AccountID, kind: RegisteredDevice.Kind, product: String, hardware: String,
    identity: String, name: String, installedVersion: String?
  ) {
    self.account = account
    self.kind = kind
    self.product = product
    self.hardware = hardware
    self.identity = identity
    self.name = name
    self.installedVersion = installedVersion
  }
}

/// The accessory belongs to another account: 409, with no hint whose it is (AL-02).
package struct AccessoryTaken: Error {}

package struct AuditRecord: Sendable {
  package let actor: AccountID?
  package let subject: AccountID?
  /// As `session.end`.
  package let action: String
  package let result: Result
  /// Free words, bounded, cleaned of control characters by the log.
  package let note: String?
  package let requestID: UInt64?
  package enum Result: String, Sendable { case done, refused }
  package init(
    actor: AccountID?, subject: AccountID?, action: String, result: Result, note: String? = nil,
    requestID: UInt64? = nil
  ) {
    self.actor = actor
    self.subject = subject
    self.action = action
    self.result = result
    self.note = note
    self.requestID = requestID
  }
}
