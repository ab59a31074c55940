package import JSON

/// A session's tokens on their way to its holder: the only place where they exist in clear.
package struct IssuedTokens: Sendable {
  package let account: AccountID
  package let session: SessionID
  package let device: DeviceID?
  package let scope: Scope
  let access: Token
  package let accessExpiresAt: Timestamp
  let refresh: Token
  /// When the session ends if it is not refreshed before.
  package let refreshExpiresAt: Timestamp

  /// The texts, for the operator's command line and for tests; they go to the holder and nowhere else (SE-16).
  package var accessText: String { access.text }
  package var refreshText: String { refresh.text }

  /// The body that answers every way of signing in.
  package var json: [UInt8] { JSONValue.object(object).encoded() }

  /// Its members, for an answer that has more of them.
  var object: JSONObject {
    [
      "account": .string(account.description),
      "session": .string(session.description),
      "device": device.map { .string($0.description) } ?? .null,
      "scope": .array(scope.names.map { .string($0) }),
      "access_token": .string(access.text),
      "access_expires_at": .string(accessExpiresAt.description),
      "refresh_token": .string(refresh.text),
      "refresh_expires_at": .string(refreshExpiresAt.description),
    ]
  }
}
