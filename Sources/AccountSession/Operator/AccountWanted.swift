/// An account that an operator wants made, read whole or not at all. That its identifier is its owner's, the operator vouches for.
package struct AccountWanted: Sendable {
  let identifier: AccountIdentifier
  let password: PasswordText
  let roles: Roles
  let language: String?

  package static func parse(
    _ bytes: [UInt8], policy: CredentialPolicy
  ) throws(BodyMistake) -> AccountWanted {
    let body = try JSONBody(bytes, known: ["identifier", "password", "roles", "language"])
    return AccountWanted(
      identifier: try body.identifier("identifier"),
      password: try body.password("password", policy: policy),
      roles: body["roles"] == nil ? .owner : try body.roles("roles"),
      language: try body.optionalLanguage("language"))
  }

  func hashed(_ hash: String) -> NewAccount {
    NewAccount(identifier: identifier, passwordHash: hash, roles: roles, language: language)
  }
}
