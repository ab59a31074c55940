import Cryptography

/// Hashes passwords and checks them, in a time that tells nothing of the account.
///
/// Thread: `gate`'s, or one that may wait.
struct PasswordHashing: Sendable {
  let gate: HashingGate
  private let hasher: PasswordHasher
  /// What the passwords of accounts that do not exist are checked against (EN-02).
  private let decoy: String

  init(peppers: [Int: [UInt8]], cost: Int, policy: CredentialPolicy) {
    gate = HashingGate(atOnce: policy.hashesAtOnce, waiting: policy.hashesWaiting)
    hasher = PasswordHasher(peppers: peppers, cost: cost)
    decoy = hasher.decoy()
  }

  func hash(_ password: PasswordText) -> String { hasher.hash(password.bytes) }

  /// - Parameter stored: nil when there is no such account: takes as long, and is wrong.
  func check(_ password: PasswordText, against stored: String?) -> PasswordHasher.Verdict {
    hasher.verify(password.bytes, against: stored ?? decoy)
  }
}
