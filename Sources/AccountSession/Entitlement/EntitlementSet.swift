package import JSON

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

extension EntitlementSet {
  /// The next moment at which one of the rights held at `now` ends: nothing decided from them is good for longer. Nil: never.
  package func nextEnd(after now: Timestamp) -> Timestamp? {
    grants.lazy.compactMap(\.endsAt).filter { now < $0 }.min()
  }
}
