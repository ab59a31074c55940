import JSON

/// What a client is given that has proved who it is.
struct SignedIn: Sendable {
  let tokens: IssuedTokens
  /// For a phone: what it is known by at its next sign-in.
  let phoneCredential: Token?

  var json: [UInt8] {
    var object = tokens.object
    if let phoneCredential { object["device_credential"] = .string(phoneCredential.text) }
    return JSONValue.object(object).encoded()
  }
}
