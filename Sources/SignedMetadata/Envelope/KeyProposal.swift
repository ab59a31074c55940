import JSON

/// A key that an operator is asked to trust: `{"public", "roles", "name"}`, as `lanyard-publish key show` prints it.
package struct KeyProposal: Hashable, Sendable {
  package let key: ContentKey
  /// Sorted, never empty.
  package let roles: [ContentRole]
  package let name: String

  package static func parse(_ bytes: [UInt8]) -> Result<KeyProposal, Mistakes> {
    parseSource(bytes) { object -> KeyProposal? in
      let hex = object.required("public")
      let roles = object.required("roles")?
        .unique(1...ContentRole.allCases.count) { $0.choice(ContentRole.self) }
      let name = object.required("name")?.text(most: ContentLimits.titleBytes)
      guard let key = hex.flatMap({ $0.contentKey() }), let roles, let name else { return nil }
      return KeyProposal(key: key, roles: roles.sorted(), name: name)
    }
  }
}

extension Node {
  fileprivate func contentKey() -> ContentKey? {
    guard case .string(let text) = value, let key = ContentKey(hex: text) else {
      mistake("is not an Ed25519 public key", "write its 32 bytes as lower-case hexadecimal")
      return nil
    }
    return key
  }
}
