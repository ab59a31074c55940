import JSON

/// Somebody wants an account for an address.
package struct RegistrationRequest: Sendable {
  let identifier: AccountIdentifier
  let language: String?
  let network: SourceNetwork

  package static func parse(
    _ bytes: [UInt8], network: SourceNetwork
  ) throws(BodyMistake) -> RegistrationRequest {
    let body = try JSONBody(bytes, known: ["identifier", "language"])
    return RegistrationRequest(
      identifier: try body.identifier("identifier"),
      language: try body.optionalLanguage("language"), network: network)
  }
}

/// Somebody brings the code that was sent, and chooses a password.
package struct RegistrationProof: Sendable {
  /// Nil for one that we did not make: refused like a wrong code.
  let ticket: Token?
  let code: DeliveredCode?
  let password: PasswordText
  let phone: PhoneRegistration?
  let client: String

  package static func parse(
    _ bytes: [UInt8], client: String?, policy: CredentialPolicy
  ) throws(BodyMistake) -> RegistrationProof {
    let body = try JSONBody(bytes, known: ["registration", "code", "password", "device"])
    let phone = try body.optionalPhone("device")
    return RegistrationProof(
      ticket: Token(try body.text("registration", most: 256), kind: .registration),
      code: DeliveredCode(typed: try body.text("code", most: 32)),
      password: try body.password("password", policy: policy), phone: phone,
      client: ClientName.of(phone, userAgent: client))
  }
}
