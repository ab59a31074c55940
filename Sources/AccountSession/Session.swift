package import HTTP
package import JSON

/// What a token may be used for. A device credential has `sync` alone and can never pass a step-up (RT-07).
package struct Scope: OptionSet, Hashable, Sendable {
  package let rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  /// Catalogs, files, update checks, notices, measurements of the own account.
  package static let sync = Scope(rawValue: 1)
  /// Sessions, devices, links, credentials of the own account.
  package static let account = Scope(rawValue: 2)
  /// The content team's routes; needs the role as well.
  package static let publish = Scope(rawValue: 4)
  /// The operator's routes; needs the role as well.
  package static let operate = Scope(rawValue: 8)
}

package struct Roles: OptionSet, Hashable, Sendable {
  package let rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  package static let owner = Roles(rawValue: 1)
  package static let publisher = Roles(rawValue: 2)
  package static let `operator` = Roles(rawValue: 4)
}

/// A named right: `plan:<name>` for everything a plan includes, `item:<name>` for one thing bought.
package struct EntitlementName: RawRepresentable, Hashable, Sendable, Comparable {
  package let rawValue: String
  /// Nil unless `plan:` or `item:` and 1...64 of a-z 0-9 . - _
  package init?(rawValue: String) { fatalError("unbuilt") }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What an account holds, with the moment each right ends (nil: never).
package struct EntitlementSet: Sendable {
  package struct Grant: Hashable, Sendable {
    package let name: EntitlementName
    package let endsAt: Timestamp?
    package init(name: EntitlementName, endsAt: Timestamp?) {
      self.name = name
      self.endsAt = endsAt
    }
  }
  /// Sorted by name; revoked ones are not here.
  package let grants: [Grant]
  package init(grants: [Grant]) { self.grants = grants.sorted { $0.name < $1.name } }

  package func holds(_ name: EntitlementName, at now: Timestamp) -> Bool {
    grants.contains { $0.name == name && ($0.endsAt.map { now < $0 } ?? true) }
  }
  /// The names held now: the key of what is encoded once per set.
  package func current(at now: Timestamp) -> [EntitlementName] {
    grants.filter { $0.endsAt.map { now < $0 } ?? true }.map(\.name)
  }
}

/// A phone or accessory of an account, as the registry says.
package struct RegisteredDevice: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case phone, band, scale }
  package let id: DeviceID
  package let kind: Kind
  /// The product whose releases it takes, as `aurora-phone`.
  package let product: String
  /// The hardware id, matched against a release's list.
  package let hardware: String
  /// What the device last reported to run; nil until it did. Unverified.
  package let installedVersion: String?
  /// The update channel chosen for it: `stable` unless the owner chose another.
  package let channel: String
  package init(
    id: DeviceID, kind: Kind, product: String, hardware: String, installedVersion: String?,
    channel: String
  ) {
    self.id = id
    self.kind = kind
    self.product = product
    self.hardware = hardware
    self.installedVersion = installedVersion
    self.channel = channel
  }
}

/// Who asks, with what assurance, from which device, entitled to what. Made only by `SessionGate`, belongs to its loop, and is
/// replaced as soon as anything about the account changes.
package final class Session {
  package let id: SessionID
  package let account: AccountID
  /// The phone that holds the session; nil for a browser or command line.
  package let device: DeviceID?
  package let scope: Scope
  package let roles: Roles
  package let entitlements: EntitlementSet
  /// The phone of the session, if any, and every accessory linked to the account.
  package let devices: [RegisteredDevice]
  /// BCP 47 tag the account prefers, if it chose one.
  package let language: String?
  package let expiresAt: Timestamp
  package let lease: Lease

  /// What one capability keeps with the session until the session is replaced (its prepared answer, say).
  package var keptForUpdates: AnyObject?
  package var keptForThemes: AnyObject?

  init(
    id: SessionID, account: AccountID, device: DeviceID?, scope: Scope, roles: Roles,
    entitlements: EntitlementSet, devices: [RegisteredDevice], language: String?,
    expiresAt: Timestamp, lease: Lease
  ) {
    self.id = id
    self.account = account
    self.device = device
    self.scope = scope
    self.roles = roles
    self.entitlements = entitlements
    self.devices = devices
    self.language = language
    self.expiresAt = expiresAt
    self.lease = lease
  }

  /// What later work on another thread takes along.
  package var caller: Caller {
    Caller(account: account, session: id, device: device, roles: roles)
  }
}

package struct Caller: Hashable, Sendable {
  package let account: AccountID
  package let session: SessionID
  package let device: DeviceID?
  package let roles: Roles
}
