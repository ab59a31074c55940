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
}
