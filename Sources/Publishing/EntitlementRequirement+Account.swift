package import AccountSession
package import JSON
package import SignedMetadata

/// Where a document's requirement meets an account's rights: the one place, so that a theme and a release are gated by the same
/// rule (AL-07).
extension EntitlementRequirement {
  /// Whether `rights` are enough at `now`.
  package func isMet(by rights: EntitlementSet, at now: Timestamp) -> Bool {
    switch self {
    case .free: true
    case .anyOf(let names):
      rights.grants.contains { grant in
        (grant.endsAt.map { now < $0 } ?? true) && names.contains(grant.name.rawValue)
      }
    }
  }

  /// What a person who lacks it may do; nil when nothing is required. One of `missing` is enough.
  package var remedy: (missing: [String], advice: String)? {
    switch self {
    case .free: nil
    case .anyOf(let names):
      (names, "Needs \(names.map(Self.wording).joined(separator: ", or ")).")
    }
  }

  private static func wording(_ name: String) -> String {
    let bare = name.dropFirst(5)
    return name.hasPrefix("plan:")
      ? "the plan \u{201C}\(bare)\u{201D}" : "\u{201C}\(bare)\u{201D}, which is bought once"
  }
}
