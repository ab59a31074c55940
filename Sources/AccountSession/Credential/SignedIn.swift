import JSON

/// What a client is given that has proved who it is.
struct SignedIn: Sendable {
  let tokens: IssuedTokens
  /// For a phone: what it is known by at its next sign-in.
  let phoneCredential: Token?
  /// In the place of a recovery code that this sign-in has spent (RC-03).
  var recoveryCode: RecoveryCode?
  /// What was approved by it, with its end.
  var approved: (approval: Approval, until: Timestamp)?

  var json: [UInt8] {
    var object = tokens.object
    if let phoneCredential { object["device_credential"] = .string(phoneCredential.text) }
    if let recoveryCode { object["recovery_code"] = .string(recoveryCode.text) }
    if let approved {
      object["approved"] = approved.approval.json
      object["approved_until"] = .string(approved.until.description)
    }
    return JSONValue.object(object).encoded()
  }
}
