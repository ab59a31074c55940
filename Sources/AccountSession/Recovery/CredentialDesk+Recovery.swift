import Cryptography
import JSON
import SQLite

/// Another password for whoever reads at an account's address. Until the code is shown, nothing about the account changes (RE-03), and every
/// answer is the same whether or not there is an account (EN-01).
extension CredentialDesk {
  /// Makes a ticket, and sends a code, or a word that there is nothing to recover: the address tells, and nobody else.
  func begin(
    _ request: RecoveryRequest, now: Timestamp, in transaction: Transaction
  ) throws -> CodeWish {
    let name = vault.mac(of: request.identifier)
    if let next = try throttle.sending(to: name, for: request.network, at: now, in: transaction) {
      return .wait(until: next)
    }
    let (ticket, code, sent) = newCode(.recovery, for: name, now: now)
    try RecoveryStore.sweep(at: now, count: AccountPolicy.sweepStep, in: transaction)
    // Also where there is nothing to recover, though its code is never sent: the ticket must be refused step by step like any other.
    try RecoveryStore.insert(sent, in: transaction)
    let account = try AccountStore.account(named: name, in: transaction)
    try record("recovery.begin", of: account, by: nil, now: now, in: transaction)
    let message: OutgoingMessage =
      if let account {
        try RecoveryStore.isFrozen(account, at: now, in: transaction)
          ? .recoveryIsFrozen(to: request.identifier)
          : .recoveryCode(code, to: request.identifier, life: policy.codeLife)
      } else {
        .nothingToRecover(to: request.identifier)
      }
    transaction.afterCommit { [delivery] in delivery.deliver(message) }
    return .begun(ticket: ticket, expiresAt: sent.expiresAt)
  }

  // MARK: Confirming

  enum RecoveryEnd: Sendable {
    /// There is another password. Nobody is signed in by it (RE-04).
    case recovered(heldUntil: Timestamp)
    /// A wrong code, one that is over, a ticket that never was, an address without an account: nobody is told which.
    case refused
    case secondRefused(SecondRefusal)
    case flawed(PasswordFlaw)
    case wait(until: Timestamp)
  }

  struct RecoveryCheck: Sendable {
    let sent: SentCode
    let account: AccountID
    let proof: RecoveryProof
    let identifiers: [AccountIdentifier]
    let phones: [String]
  }

  struct RecoveryVerdict: Sendable {
    let check: RecoveryCheck
    /// Of the password that was chosen.
    let hash: String
  }

  /// Compares the code. A wrong one is counted where asking for another does not reset it (BF-05).
  func prepare(
    _ proof: RecoveryProof, now: Timestamp, in transaction: Transaction
  ) throws -> Step<RecoveryCheck, RecoveryEnd> {
    guard let ticket = proof.ticket?.digest,
      let sent = try RecoveryStore.sent(for: ticket, in: transaction)
    else { return .end(.refused) }
    let verdict = try verdict(on: proof.code, sent, now: now, in: transaction)
    switch verdict {
    case .over: return .end(.refused)
    case .wait(let next): return .end(.wait(until: next))
    case .right, .wrong: break
    }
    guard case .right = verdict,
      let account = try AccountStore.account(named: sent.identifier, in: transaction),
      try !RecoveryStore.isFrozen(account, at: now, in: transaction)
    else {
      try RecoveryStore.countTry(of: ticket, in: transaction)
      try countWrong(sent, as: "recovery.confirm", now: now, in: transaction)
      return .end(.refused)
    }
    return .go(
      RecoveryCheck(
        sent: sent, account: account, proof: proof,
        identifiers: try identifiers(of: account, in: transaction),
        phones: try DeviceStore.phoneNames(of: account, in: transaction)))
  }

  /// Thread: `passwords.gate`'s. A password that is none leaves the code as it was: its owner thinks of another.
  func judge(_ check: RecoveryCheck) -> Step<RecoveryVerdict, RecoveryEnd> {
    switch hash(check.proof.password, about: check.identifiers, phones: check.phones) {
    case .success(let hash): .go(RecoveryVerdict(check: check, hash: hash))
    case .failure(let flaw): .end(.flawed(flaw))
    }
  }

  /// Changes the password. Every session ends, what phones were known by is void, every address is told and given what takes it back.
  func finish(
    _ verdict: RecoveryVerdict, now: Timestamp, in transaction: Transaction
  ) throws -> RecoveryEnd {
    let (check, account) = (verdict.check, verdict.check.account)
    // Another request may have been quicker with the same code, or with another one for the same address.
    guard try RecoveryStore.sent(for: check.sent.ticket, in: transaction) != nil,
      let before = try CredentialStore.password(of: account, in: transaction)
    else { return .refused }
    switch try checkSecond(check.proof.second, of: account, now: now, in: transaction) {
    case .notAsked, .proven: break
    case .missing: return .secondRefused(.missing)
    case .wrong: return .secondRefused(.wrong)
    case .wait(let next): return .secondRefused(.wait(until: next))
    }
    try RecoveryStore.deleteAll(for: check.sent.identifier, in: transaction)
    try throttle.clear(.codes(for: check.sent.identifier, vault), in: transaction)
    try replacePassword(by: verdict.hash, of: account, now: now, in: transaction)
    let (undo, heldUntil) = (Token.random(.undo), now + policy.recoveryHold)
    try RecoveryStore.forgetOver(at: now, in: transaction)
    try RecoveryStore.insert(
      RecoveryStore.Recovered(account: account, hash: before.hash, at: now, heldUntil: heldUntil),
      undo: undo.digest, in: transaction)
    try notices.append(
      account, kind: "account.recovered", ["held_until": .string(heldUntil.description)], at: now,
      in: transaction)
    try record("recovery.confirm", of: account, by: nil, now: now, in: transaction)
    try tell(account, in: transaction) { .recovered(to: $0, undo: undo) }
    return .recovered(heldUntil: heldUntil)
  }

  private func replacePassword(
    by hash: String, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws {
    _ = try CredentialStore.change(to: hash, of: account, now: now, in: transaction)
    try sessions.endAll(of: account, except: nil, by: account, now: now, in: transaction)
  }

  // MARK: Taking it back

  /// Puts the password back that was there before the recovery, and lets nobody recover by a code for as long as the hold lasts (RE-05). A
  /// recovery that came after the one is taken back with it.
  ///
  /// - Returns: false for what takes nothing back: one that never was, was used, or is over.
  func undoRecovery(
    _ undo: Token, now: Timestamp, in transaction: Transaction
  ) throws -> Bool {
    guard let recovered = try RecoveryStore.recovered(by: undo.digest, in: transaction),
      now < recovered.heldUntil
    else { return false }
    let account = recovered.account
    try RecoveryStore.forget(of: account, since: recovered.at, in: transaction)
    try RecoveryStore.freeze(account, until: now + policy.recoveryHold, in: transaction)
    try replacePassword(by: recovered.hash, of: account, now: now, in: transaction)
    try notices.append(account, kind: "account.recovery-undone", [:], at: now, in: transaction)
    try record("recovery.undo", of: account, by: nil, now: now, in: transaction)
    try tell(account, in: transaction) { .recoveryUndone(to: $0) }
    return true
  }
}
