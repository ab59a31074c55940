import JSON
import SQLite

/// Binding a second factor to an account, and taking it away.
extension CredentialDesk {
  /// A factor that waits for its first code.
  struct Enrolment: Sendable {
    let id: FactorID
    let account: AccountID
    let totp: TOTP
    let expiresAt: Timestamp
  }

  /// Draws a secret that counts for nothing until a code of it was shown (MF-03). Nil when the account has as many as it may.
  func enrol(
    _ name: String, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> Enrolment? {
    let present = try SecondFactorStore.confirmed(of: account, in: transaction)
    guard present.count < policy.mostSecondFactors else { return nil }
    try SecondFactorStore.forgetUnconfirmed(of: account, in: transaction)
    let (id, totp) = (FactorID.random(), TOTP.random())
    try SecondFactorStore.insert(
      id, of: account, name: name,
      sealed: vault.sealBytes(totp.secret, at: .secondFactor(id, of: account)), now: now,
      in: transaction)
    try record(
      "factor.enrol", of: account, by: account, note: id.description, now: now, in: transaction)
    return Enrolment(
      id: id, account: account, totp: totp, expiresAt: now + policy.enrolmentLife)
  }

  enum EnrolmentEnd: Sendable {
    /// - Parameter recoveryCodes: with the account's first factor; nil with a further one.
    case confirmed(recoveryCodes: [RecoveryCode]?)
    /// A wrong code, a factor that is not there or was confirmed before, or one that waited too long.
    case refused
    case wait(until: Timestamp)
  }

  /// Makes the factor count. Every address is told, because whoever holds a session may not be the owner (MF-09).
  func confirm(
    _ id: FactorID, code typed: String, of account: AccountID, now: Timestamp,
    in transaction: Transaction
  ) throws -> EnrolmentEnd {
    let bucket = ThrottleBucket.secondFactor(of: account, vault)
    if let next = try throttle.nextTry([bucket], at: now, in: transaction) {
      return .wait(until: next)
    }
    guard let row = try SecondFactorStore.row(of: id, of: account, in: transaction),
      row.factor.confirmedAt == nil, now < row.factor.madeAt + policy.enrolmentLife,
      let step = secret(of: row, of: account)?.step(of: typed, at: now, after: row.lastStep),
      try SecondFactorStore.take(step, of: id, in: transaction)
    else {
      try throttle.count(bucket, at: now, in: transaction)
      try record(
        "factor.add", of: account, by: account, result: .refused, now: now, in: transaction)
      return .refused
    }
    let isFirst = try SecondFactorStore.confirmed(of: account, in: transaction).isEmpty
    try throttle.clear(bucket, in: transaction)
    try SecondFactorStore.confirm(id, now: now, in: transaction)
    try noteFactor("factor.added", id, row.factor.name, of: account, now: now, in: transaction)
    try tell(account, in: transaction) { .secondFactorAdded(to: $0) }
    return .confirmed(
      recoveryCodes: isFirst
        ? try issueRecoveryCodes(of: account, now: now, in: transaction) : nil)
  }

  /// False when the account has no such factor. With the last one the recovery codes end, which stood in for it.
  func removeFactor(
    _ id: FactorID, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> Bool {
    guard let row = try SecondFactorStore.row(of: id, of: account, in: transaction) else {
      return false
    }
    try SecondFactorStore.remove(id, now: now, in: transaction)
    if try SecondFactorStore.confirmed(of: account, in: transaction).isEmpty {
      try RecoveryCodeStore.deleteAll(of: account, in: transaction)
    }
    try noteFactor("factor.removed", id, row.factor.name, of: account, now: now, in: transaction)
    try tell(account, in: transaction) { .secondFactorRemoved(to: $0) }
    return true
  }

  private func noteFactor(
    _ action: String, _ id: FactorID, _ name: String, of account: AccountID, now: Timestamp,
    in transaction: Transaction
  ) throws {
    try notices.append(
      account, kind: action, ["factor": .string(id.description), "name": .string(name)], at: now,
      in: transaction)
    try record(action, of: account, by: account, note: id.description, now: now, in: transaction)
  }
}
