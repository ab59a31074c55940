/// What an owner approves one at a time, each for one object and once (SU-02). Whatever hands something of an account over, or makes it
/// harder to get back into, is among these; a proof of five minutes' age is enough for the rest of SU-01.
enum ApprovedAct: String, CaseIterable, Sendable {
  case addFactor = "factor.add"
  case removeFactor = "factor.remove"
  case issueRecoveryCodes = "recovery-codes.issue"
  case lockPhone = "phone.lock"
  case erasePhone = "phone.erase"
  case releasePhone = "phone.release"
  case askRelease = "phone.release-wait"
  case transferPhone = "phone.transfer"
  case endLostMode = "phone.find"

  /// The captured part of the route's path that names the object; nil: the account itself.
  var objectParameter: String? {
    switch self {
    case .removeFactor: "factor"
    case .lockPhone, .erasePhone, .releasePhone, .askRelease, .transferPhone, .endLostMode:
      "device"
    case .addFactor, .issueRecoveryCodes: nil
    }
  }

  /// What nobody does within 72 hours of a recovery: whoever has taken the mailbox has the account, and must not have its phones too (SU-03).
  var waitsAfterRecovery: Bool {
    switch self {
    case .releasePhone, .askRelease, .transferPhone: true
    case .addFactor, .removeFactor, .issueRecoveryCodes, .lockPhone, .erasePhone, .endLostMode:
      false
    }
  }

  /// What somebody is shown before the proof is asked for. The gateway writes it, not the client that asks.
  func text(_ object: String?) -> String {
    let phone = "the phone \(object ?? "")"
    return switch self {
    case .addFactor: "Add a second factor to your account."
    case .removeFactor: "Remove the second factor \(object ?? "") from your account."
    case .lockPhone: "Lock \(phone) to your account: nobody can use it without you."
    case .erasePhone: "Erase all that is on \(phone). It stays locked to your account."
    case .releasePhone:
      "Erase \(phone) and let it go: whoever has it can use it. \(Self.fraud)"
    case .askRelease:
      "Let go of \(phone), which you have lost, in an hour. \(Self.fraud)"
    case .transferPhone: "Make a code by which somebody else can have \(phone)."
    case .endLostMode: "End lost mode of \(phone)."
    case .issueRecoveryCodes: "Show new recovery codes. The old ones will be void."
    }
  }

  /// NCSC Switzerland, week 44 of 2025: who has stolen a phone writes to its owner as if from its maker.
  private static let fraud =
    "Nobody from Lanyard ever asks you to; whoever does in a message has your phone."
}
