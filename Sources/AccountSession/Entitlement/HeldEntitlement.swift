package import JSON

/// A right to give to an account.
package struct EntitlementGrant: Hashable, Sendable {
  package let name: EntitlementName
  /// Who gives it, as `operator` or `shop`: a second grant of one source replaces its first, grants of two sources stand
  /// side by side.
  package let source: String
  /// Nil: never.
  package let endsAt: Timestamp?

  package init(name: EntitlementName, source: String, endsAt: Timestamp?) {
    self.name = name
    self.source = source
    self.endsAt = endsAt
  }

  /// Reads the body of a grant, whole or not at all.
  package static func parse(_ bytes: [UInt8]) throws(BodyMistake) -> EntitlementGrant {
    let body = try JSONBody(bytes, known: ["name", "source", "ends_at"])
    guard let name = EntitlementName(rawValue: try body.text("name", most: 69)) else {
      throw body.mistake("name", "plan: or item: and 1 to 64 of a-z 0-9 . - _")
    }
    return EntitlementGrant(
      name: name, source: try body.optionalName("source", most: 64) ?? "operator",
      endsAt: try body.optionalTime("ends_at"))
  }
}

/// A right that an account has been given and that was not taken back.
package struct HeldEntitlement: Hashable, Sendable {
  package let name: EntitlementName
  package let source: String
  package let grantedAt: Timestamp
  package let endsAt: Timestamp?

  package var json: JSONValue {
    .object([
      "name": .string(name.rawValue), "source": .string(source),
      "granted_at": .string(grantedAt.description),
      "ends_at": endsAt.map { .string($0.description) } ?? .null,
    ])
  }
}

extension EntitlementSet {
  /// One grant a name: the one that ends last.
  init(_ held: [HeldEntitlement]) {
    var grants: [Grant] = []
    for right in held {
      let grant = Grant(name: right.name, endsAt: right.endsAt)
      guard let index = grants.firstIndex(where: { $0.name == right.name }) else {
        grants.append(grant)
        continue
      }
      if let known = grants[index].endsAt, grant.endsAt.map({ known < $0 }) ?? true {
        grants[index] = grant
      }
    }
    self.init(grants: grants)
  }
}
