import Cryptography
import JSON
import SQLite

/// The second of two factors, wherever somebody signs in or proves again who it is (MF-01).
extension CredentialDesk {
  /// What the second proof came to.
  enum SecondVerdict: Sendable {
    /// The account has no second factor.
    case notAsked
    /// - Parameter replacement: a code for the one that was spent (RC-03).
    case proven(AuthenticationMethods, replacement: RecoveryCode?)
    case missing
    case wrong
    case wait(until: Timestamp)
  }

  /// Why a second proof was none, for those who have shown the first: nobody else learns that there is a second.
  enum SecondRefusal: Sendable {
    case missing
    case wrong
    case wait(until: Timestamp)
  }

  /// Takes the proof, or counts it as failed. What it spends is spent, whatever the caller does next.
  func checkSecond(
    _ proof: SecondProof?, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> SecondVerdict {
    let factors = try SecondFactorStore.confirmed(of: account, in: transaction)
    guard !factors.isEmpty else { return .notAsked }
    guard let proof else { return .missing }
    let bucket = ThrottleBucket.secondFactor(of: account, vault)
    if let next = try throttle.nextTry([bucket], at: now, in: transaction) {
      return .wait(until: next)
    }
    switch proof {
    case .code(let typed):
      if try take(typed, by: factors, of: account, now: now, in: transaction) {
        try throttle.clear(bucket, in: transaction)
        return .proven(.totp, replacement: nil)
      }
    case .recoveryCode(let code):
      if let code, try spend(code, of: account, now: now, in: transaction) {
        try throttle.clear(bucket, in: transaction)
        return .proven(
          .recoveryCode, replacement: try addRecoveryCode(to: account, now: now, in: transaction))
      }
    }
    try throttle.count(bucket, at: now, in: transaction)
    try record(
      "second-factor.check", of: account, by: nil, result: .refused, now: now, in: transaction)
    return .wrong
  }

  private func take(
    _ typed: String, by factors: [SecondFactorStore.Row], of account: AccountID, now: Timestamp,
    in transaction: Transaction
  ) throws -> Bool {
    for row in factors {
      guard let totp = secret(of: row, of: account),
        let step = totp.step(of: typed, at: now, after: row.lastStep)
      else { continue }
      return try SecondFactorStore.take(step, of: row.factor.id, in: transaction)
    }
    return false
  }

  /// Nil when it was moved, or sealed with another key.
  func secret(of row: SecondFactorStore.Row, of account: AccountID) -> TOTP? {
    vault.openBytes(row.sealed, at: .secondFactor(row.factor.id, of: account))
      .flatMap { TOTP(secret: $0) }
  }

  // MARK: Recovery codes

  private func spend(
    _ code: RecoveryCode, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> Bool {
    guard
      try RecoveryCodeStore.spend(code.mac(for: account, vault), now: now, in: transaction)
    else { return false }
    try notices.append(account, kind: "recovery-code.used", [:], at: now, in: transaction)
    try record("recovery-code.use", of: account, by: account, now: now, in: transaction)
    try tell(account, in: transaction) { .recoveryCodeUsed(to: $0) }
    return true
  }

  private func addRecoveryCode(
    to account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> RecoveryCode {
    let code = RecoveryCode.random()
    try RecoveryCodeStore.insert(
      code.mac(for: account, vault), of: account, now: now, in: transaction)
    return code
  }

  /// A new set; the old one is void (RC-03). Nil when the account has no second factor that they could stand in for.
  func issueRecoveryCodes(
    of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> [RecoveryCode]? {
    guard try !SecondFactorStore.confirmed(of: account, in: transaction).isEmpty else { return nil }
    try RecoveryCodeStore.deleteAll(of: account, in: transaction)
    let codes = try (0..<policy.recoveryCodes).map { _ in
      try addRecoveryCode(to: account, now: now, in: transaction)
    }
    try notices.append(account, kind: "recovery-codes.issued", [:], at: now, in: transaction)
    try record("recovery-codes.issue", of: account, by: account, now: now, in: transaction)
    return codes
  }

  /// Sends a message to every address of the account, after the commit.
  func tell(
    _ account: AccountID, in transaction: Transaction,
    _ message: (AccountIdentifier) -> OutgoingMessage
  ) throws {
    for message in try identifiers(of: account, in: transaction).map(message) {
      transaction.afterCommit { [delivery] in delivery.deliver(message) }
    }
  }
}
