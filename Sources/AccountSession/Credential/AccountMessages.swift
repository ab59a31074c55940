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

  static func recoveryCode(
    _ code: DeliveredCode, to identifier: AccountIdentifier, life: Duration
  ) -> OutgoingMessage {
    OutgoingMessage(
      channel: identifier.channel, address: identifier.text, subject: "Your Lanyard code",
      text: """
        Somebody wants to choose another password for your Lanyard account. The code for it is \(code.digits). It is \
        good for \(life.milliseconds / 60_000) minutes.

        Nobody from Lanyard will ask you for it. If you did not ask for it, do nothing: without the code nothing changes.
        """, purpose: "recovery-code", code: code.digits)
  }

  static func nothingToRecover(to identifier: AccountIdentifier) -> OutgoingMessage {
    OutgoingMessage(
      channel: identifier.channel, address: identifier.text,
      subject: "There is no Lanyard account with this address",
      text: """
        Somebody wants to choose another password for a Lanyard account with this address. There is none.

        If it was you, your account has another address. If not, do nothing.
        """, purpose: "recovery-attempt", code: nil)
  }

  static func recoveryIsFrozen(to identifier: AccountIdentifier) -> OutgoingMessage {
    OutgoingMessage(
      channel: identifier.channel, address: identifier.text,
      subject: "Your Lanyard account cannot be recovered now",
      text: """
        Somebody wants to choose another password for your Lanyard account. A recovery was taken back in the last 72 hours, so \
        no code is sent until they are over.

        If you know your password, sign in with it.
        """, purpose: "recovery-frozen", code: nil)
  }

  /// - Parameter undo: the "this was not me" that works without a session (RE-05).
  static func recovered(to identifier: AccountIdentifier, undo: Token) -> OutgoingMessage {
    OutgoingMessage(
      channel: identifier.channel, address: identifier.text,
      subject: "Your Lanyard account has a new password",
      text: """
        A new password was chosen for your Lanyard account with a code, and all its sessions have ended.

        If it was not you, take it back within 72 hours: open Lanyard, choose "this was not me", and give it

        \(undo.text)
        """, purpose: "account-recovered", code: undo.text)
  }

  static func recoveryUndone(to identifier: AccountIdentifier) -> OutgoingMessage {
    warning(
      to: identifier, subject: "The recovery of your Lanyard account was taken back",
      "The password that you had before is good again. No recovery by code is possible for 72 hours.",
      purpose: "recovery-undone")
  }

  static func phoneLockMoved(
    to identifier: AccountIdentifier, _ move: PhoneLock.Move
  ) -> OutgoingMessage {
    let what =
      switch move {
      case .bind: "A phone was locked to your Lanyard account."
      case .lose: "A phone of your Lanyard account is in lost mode."
      case .find: "Lost mode of a phone of your Lanyard account has ended."
      case .askRelease: "A lost phone of your Lanyard account can be let go in an hour."
      case .release: "A phone was let go from your Lanyard account: whoever has it can use it."
      case .keep: "A phone of your Lanyard account is not let go after all."
      case .offer: "A code was made by which somebody else can have a phone of yours."
      case .withdraw: "A phone of yours is not offered any more."
      case .handOver: "A phone has changed hands."
      }
    // No link, and nothing to tap: who has stolen a phone writes messages that look like this one.
    return OutgoingMessage(
      channel: identifier.channel, address: identifier.text,
      subject: "About a phone of your Lanyard account",
      text: """
        \(what)

        If it was not you, open Lanyard yourself and look. We never ask you to remove a phone.
        """, purpose: "phone-\(move.rawValue)", code: nil)
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
