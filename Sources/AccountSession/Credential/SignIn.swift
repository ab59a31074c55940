import JSON

/// What somebody asks who signs in, read whole or not at all.
package struct SignIn: Sendable {
  let identifier: AccountIdentifier
  let password: PasswordText
  let second: SecondProof?
  let phone: PhoneRegistration?
  /// What an earlier sign-in gave this phone; nil also for one that is no credential.
  let credential: Token?
  let scope: Scope
  let client: String
  let network: SourceNetwork

  /// - Parameters:
  ///   - client: as the request's `User-Agent` calls it.
  ///   - network: where the request came from.
  package static func parse(
    _ bytes: [UInt8], client: String?, network: SourceNetwork, policy: CredentialPolicy
  ) throws(BodyMistake) -> SignIn {
    let body = try JSONBody(
      bytes,
      known: [
        "identifier", "password", "code", "recovery_code", "device", "device_credential", "scope",
      ])
    let phone = try body.optionalPhone("device")
    return SignIn(
      identifier: try body.identifier("identifier"),
      password: try body.password("password", policy: policy),
      second: try body.optionalSecondProof(), phone: phone,
      credential: try body.optionalText("device_credential", most: 256)
        .flatMap { Token($0, kind: .phone) },
      scope: try body.optionalScope("scope") ?? [.sync, .account],
      client: ClientName.of(phone, userAgent: client), network: network)
  }
}

/// How a session is called in its owner's list.
enum ClientName {
  static func of(_ phone: PhoneRegistration?, userAgent: String?) -> String {
    phone?.name ?? userAgent ?? "unnamed client"
  }
}

extension JSONBody {
  /// A password as it was typed: any characters, zero bytes among them.
  ///
  /// - Throws: also for one that is longer than any password is (PW-02).
  func password(_ name: String, policy: CredentialPolicy) throws(BodyMistake) -> PasswordText {
    guard case .string(let typed)? = self[name], !typed.isEmpty else {
      throw mistake(name, "a password")
    }
    do throws(PasswordFlaw) {
      return try PasswordText(typed, policy: policy)
    } catch {
      throw mistake(
        name,
        "at most \(policy.mostCodePoints) characters and \(policy.mostPasswordBytes) bytes")
    }
  }

  func optionalPhone(_ name: String) throws(BodyMistake) -> PhoneRegistration? {
    guard let phone = self[name], phone != .null else { return nil }
    return try PhoneRegistration.parse(phone)
  }

  func optionalScope(_ name: String) throws(BodyMistake) -> Scope? {
    guard let names = try optionalTexts(name, most: 8) else { return nil }
    guard let scope = Scope(names: names), !scope.isEmpty else {
      throw mistake(name, "one or more of sync, account, publish, operate")
    }
    return scope
  }

  func roles(_ name: String) throws(BodyMistake) -> Roles {
    guard let names = try optionalTexts(name, most: 8), let roles = Roles(names: names) else {
      throw mistake(name, "a list of owner, publisher, operator")
    }
    return roles
  }
}
