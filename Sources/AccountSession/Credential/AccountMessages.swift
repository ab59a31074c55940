import JSON

/// What is written to the addresses of accounts. No link is in it: who gets one by surprise should not learn to follow it.
extension OutgoingMessage {
  static func registrationCode(
    _ code: DeliveredCode, to identifier: AccountIdentifier, life: Duration
  ) -> OutgoingMessage {
    OutgoingMessage(
      channel: identifier.channel, address: identifier.text, subject: "Your Lanyard code",
      text: """
        Your code is \(code.digits). It is good for \(life.milliseconds / 60_000) minutes.

        Nobody from Lanyard will ask you for it. If you did not ask for an account, do nothing: \
        without the code there will be none.
        """, purpose: "registration-code", code: code.digits)
  }

  static func addressIsTaken(to identifier: AccountIdentifier) -> OutgoingMessage {
    OutgoingMessage(
      channel: identifier.channel, address: identifier.text,
      subject: "You have a Lanyard account already",
      text: """
        Somebody asked for a new Lanyard account with this address. It has one already, and nothing about it has changed.

        If it was you, sign in as you did before. If not, do nothing.
        """, purpose: "registration-attempt", code: nil)
  }

  static func passwordChanged(to identifier: AccountIdentifier) -> OutgoingMessage {
    OutgoingMessage(
      channel: identifier.channel, address: identifier.text,
      subject: "Your Lanyard password was changed",
      text: """
        The password of your Lanyard account was changed, and all other sessions have ended.

        If it was not you, tell whoever runs this gateway at once.
        """, purpose: "password-changed", code: nil)
  }

  static func secondFactorAdded(to identifier: AccountIdentifier) -> OutgoingMessage {
    warning(
      to: identifier, subject: "Your Lanyard account has a new second factor",
      "An authenticator was added to your Lanyard account. Signing in now needs a code of it.",
      purpose: "factor-added")
  }

  static func secondFactorRemoved(to identifier: AccountIdentifier) -> OutgoingMessage {
    warning(
      to: identifier, subject: "A second factor of your Lanyard account was removed",
      "An authenticator was removed from your Lanyard account.", purpose: "factor-removed")
  }

  static func recoveryCodeUsed(to identifier: AccountIdentifier) -> OutgoingMessage {
    warning(
      to: identifier, subject: "A recovery code of your Lanyard account was used",
      "Somebody proved who they are by one of your recovery codes. Another one has taken its place.",
      purpose: "recovery-code-used")
  }

  /// What happened, and whom to tell if it was not its owner.
  private static func warning(
    to identifier: AccountIdentifier, subject: String, _ what: String, purpose: String
  ) -> OutgoingMessage {
    OutgoingMessage(
      channel: identifier.channel, address: identifier.text, subject: subject,
      text: """
        \(what)

        If it was not you, change your password and tell whoever runs this gateway at once.
        """, purpose: purpose, code: nil)
  }
}
