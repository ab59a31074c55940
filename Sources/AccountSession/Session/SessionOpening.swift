package import JSON

/// What a sign-in has established, from which a session is made.
package struct SessionOpening: Sendable {
  package let account: AccountID
  /// The phone that signs in, registered in the same transaction; nil for a browser or command line.
  package let device: DeviceID?
  /// The client in a few words for the owner's list of sessions, as `Aurora Phone`; cleaned and cut here.
  package let client: String
  package let scope: Scope
  /// How the account was authenticated, with the time: a session never claims more (SE-13).
  package let methods: AuthenticationMethods
  package let now: Timestamp

  package init(
    account: AccountID, device: DeviceID?, client: String, scope: Scope,
    methods: AuthenticationMethods, now: Timestamp
  ) {
    self.account = account
    self.device = device
    self.client = LogText.cleaned(client)
    self.scope = scope
    self.methods = methods
    self.now = now
  }
}

/// The proofs behind a session.
package struct AuthenticationMethods: OptionSet, Hashable, Sendable {
  package let rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  package static let password = AuthenticationMethods(rawValue: 1)
  /// A code that was delivered to an address of the account.
  package static let deliveredCode = AuthenticationMethods(rawValue: 2)
  /// A code of an authenticator program.
  package static let totp = AuthenticationMethods(rawValue: 4)
  package static let recoveryCode = AuthenticationMethods(rawValue: 8)
}
