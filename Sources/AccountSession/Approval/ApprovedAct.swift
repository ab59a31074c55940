/// What an owner approves one at a time, each for one object and once (SU-02). Whatever hands something of an account over, or makes it
/// harder to get back into, is among these; a proof of five minutes' age is enough for the rest of SU-01.
enum ApprovedAct: String, CaseIterable, Sendable {
  case addFactor = "factor.add"
  case removeFactor = "factor.remove"
  case issueRecoveryCodes = "recovery-codes.issue"

  /// The captured part of the route's path that names the object; nil: the account itself.
  var objectParameter: String? {
    switch self {
    case .removeFactor: "factor"
    case .addFactor, .issueRecoveryCodes: nil
    }
  }

  /// What somebody is shown before the proof is asked for. The gateway writes it, not the client that asks.
  func text(_ object: String?) -> String {
    switch self {
    case .addFactor: "Add a second factor to your account."
    case .removeFactor: "Remove the second factor \(object ?? "") from your account."
    case .issueRecoveryCodes: "Show new recovery codes. The old ones will be void."
    }
  }
}
