package import JSON

/// An account as its owner and its operator see it. Identifiers are masked: whoever has a stolen session does not learn them.
package struct AccountProfile: Hashable, Sendable {
  package let account: AccountID
  package let identifiers: [AccountIdentifier]
  package let language: String?
  package let roles: Roles
  package let createdAt: Timestamp

  package var json: JSONValue {
    .object([
      "account": .string(account.description),
      "identifiers": .array(identifiers.map { .string($0.masked) }),
      "language": language.map { .string($0) } ?? .null,
      "roles": .array(roles.names.map { .string($0) }),
      "created_at": .string(createdAt.description),
    ])
  }
}
