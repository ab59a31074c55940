import Cryptography
package import HTTP
package import JSON

/// Who asks, with what assurance, from which device, entitled to what. Made only by `SessionGate`, belongs to its loop, and is
/// replaced as soon as anything about the account changes.
package final class Session {
  // What every request asks, side by side: of sessions that are kept by the thousand, none is in the processor's cache, and each line of it
  // that is not looked at need not be fetched.

  /// The digest of the access token it was found by, or has now.
  let token: Digest
  /// When its access token is over.
  package let expiresAt: Timestamp
  package let lease: Lease
  package let scope: Scope
  package let roles: Roles
  /// What one capability keeps with the session until the session is replaced (its prepared answer, say).
  package var keptForUpdates: AnyObject?
  package var keptForThemes: AnyObject?

  package let id: SessionID
  package let account: AccountID
  /// The phone that holds the session; nil for a browser or command line.
  package let device: DeviceID?
  package let entitlements: EntitlementSet
  /// The phone of the session, if any, and every accessory linked to the account.
  package let devices: [RegisteredDevice]
  /// BCP 47 tag the account prefers, if it chose one.
  package let language: String?
  /// When its account was last proven by a password or a code; a step-up asks how long ago that was.
  package let authenticatedAt: Timestamp

  init(_ row: SessionStore.Found, _ standing: Standing, lease: Lease) {
    id = row.id
    account = row.account
    device = row.device
    scope = row.scope.intersection(.allowed(to: standing.roles))
    roles = standing.roles
    entitlements = standing.entitlements
    devices = standing.devices.filter { $0.kind != .phone || $0.id == row.device }
    language = standing.language
    authenticatedAt = row.authenticatedAt
    expiresAt = row.accessExpiresAt
    self.lease = lease
    token = row.access
  }

  /// Nothing about the account has changed since, and the access token is not over.
  func isGood(at now: Timestamp) -> Bool { lease.isCurrent && now < expiresAt }

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
