import JSON

/// Somebody has forgotten the password of an address.
struct RecoveryRequest: Sendable {
  let identifier: AccountIdentifier
  let network: SourceNetwork

  static func parse(
    _ bytes: [UInt8], network: SourceNetwork
  ) throws(BodyMistake) -> RecoveryRequest {
    let body = try JSONBody(bytes, known: ["identifier"])
    return RecoveryRequest(identifier: try body.identifier("identifier"), network: network)
  }
}

/// Somebody brings the code that was sent, and chooses another password.
struct RecoveryProof: Sendable {
  /// Nil for one that we did not make: refused like a wrong code.
  let ticket: Token?
  let code: DeliveredCode?
  /// For an account with a second factor, which a recovery never switches off (RE-02).
  let second: SecondProof?
  let password: PasswordText

  static func parse(
    _ bytes: [UInt8], policy: CredentialPolicy
  ) throws(BodyMistake) -> RecoveryProof {
    let body = try JSONBody(
      bytes, known: ["recovery", "code", "authenticator_code", "recovery_code", "password"])
    return RecoveryProof(
      ticket: Token(try body.text("recovery", most: 256), kind: .recovery),
      code: DeliveredCode(typed: try body.text("code", most: 32)),
      second: try body.optionalSecondProof(code: "authenticator_code"),
      password: try body.password("password", policy: policy))
  }
}
