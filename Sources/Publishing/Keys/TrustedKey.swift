package import AccountSession
package import JSON
package import SignedMetadata

/// A key of the content team's that an operator trusts, and what it may sign.
package struct TrustedKey: Hashable, Sendable {
  package let key: ContentKey
  /// Never empty; sorted.
  package let roles: [ContentRole]
  /// For people: whose it is.
  package let name: String
  package let addedAt: Timestamp
  package let addedBy: AccountID
}

/// The keys trusted now, replaced whole after each committed change.
struct KeyRing: Sendable {
  /// In the order they were added.
  let keys: [TrustedKey]

  /// The most keys that are trusted at once.
  static let mostKeys = 32

  func trust(for role: ContentRole) -> RoleTrust {
    RoleTrust(keys: keys.filter { $0.roles.contains(role) }.map(\.key), threshold: 1)
  }
}
