import Glibc

/// Every number of credentials in one place; the page `Credentials` has the same table, and a test compares the two. The
/// numbers of sessions and devices are in `AccountPolicy`.
///
/// It is a value and not constants, because a gateway that registers a whole fleet from one address, or has eight cores, needs others.
package struct CredentialPolicy: Sendable {
  // MARK: Passwords

  /// In code points after composition, where the password is the only factor (PW-01).
  package var leastCodePoints = 15
  /// More is refused, never cut (PW-02).
  package var mostCodePoints = 256
  /// The same in bytes of UTF-8.
  package var mostPasswordBytes = 1_024
  /// How many units of `PasswordShape` a new password has at least.
  package var leastUnits = 7

  // MARK: Hashing

  /// How many hashes run at a time; each takes 16 MiB << (cost - 5) (PW-11).
  package var hashesAtOnce = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  /// How many more may wait their turn; whoever comes then is answered 503.
  package var hashesWaiting = 64

  // MARK: Delivered codes

  /// 63B 4.2.1.2 asks six; eight make ten tries a day hopeless.
  package var codeDigits = 8
  package var codeLife: Duration = .seconds(600)
  /// BF-05.
  package var triesPerCode = 5

  // MARK: Second factors

  /// Of one account at a time.
  package var mostSecondFactors = 4
  /// How long a new authenticator may wait for its first code.
  package var enrolmentLife: Duration = .seconds(600)
  /// In a set (RC-01).
  package var recoveryCodes = 10

  // MARK: Recovery

  /// How long a recovery can be taken back, and the account is held (RE-06).
  package var recoveryHold: Duration = .seconds(72 * 3_600)

  // MARK: Throttles

  /// Wrong passwords for one identifier by clients that the account does not know (BF-04).
  package var strangers = ThrottleSchedule(
    free: 3, first: .seconds(1), longest: .seconds(900), memory: .seconds(12 * 3_600))
  /// Wrong passwords by one client that the account does know: a phone with its credential, or a session.
  package var knownClient = ThrottleSchedule(
    free: 3, first: .seconds(1), longest: .seconds(900), memory: .seconds(12 * 3_600))
  /// Wrong passwords from one network by clients that no account knows: many people may share it, so it is patient.
  package var network = ThrottleSchedule(
    free: 100, first: .seconds(1), longest: .seconds(900), memory: .seconds(12 * 3_600))
  /// Wrong codes for one identifier, whichever code they were for: ten a day (BF-05).
  package var codes = ThrottleSchedule(
    free: 9, first: .seconds(86_400), longest: .seconds(86_400), memory: .seconds(86_400))
  /// Wrong codes of an authenticator, and wrong recovery codes, for one account: ten in a quarter of an hour (BF-05).
  package var secondFactor = ThrottleSchedule(
    free: 9, first: .seconds(900), longest: .seconds(900), memory: .seconds(900))
  /// Questions about phones, and words to the owners of lost ones, from one network: ten an hour (LK-08).
  package var lookups = ThrottleSchedule(
    free: 9, first: .seconds(3_600), longest: .seconds(3_600), memory: .seconds(3_600))
  /// After so many wrong passwords by strangers in a row, however slow, the password opens nothing for strangers until it is
  /// changed (BF-04; 63B 3.2.2).
  package var strangersUntilShut = 100

  // MARK: Messages

  /// Each of these to one address, known or not (BF-06).
  package var messagesToOneAddress = [
    SendingLimit(most: 1, within: .seconds(60)), SendingLimit(most: 5, within: .seconds(3_600)),
    SendingLimit(most: 10, within: .seconds(86_400)),
  ]
  /// Asked for from one network.
  package var messagesFromOneNetwork = [SendingLimit(most: 120, within: .seconds(3_600))]
  /// All together: what a month of abuse may cost at most.
  package var messagesAltogether = [SendingLimit(most: 2_000, within: .seconds(3_600))]

  package init() {}
}
