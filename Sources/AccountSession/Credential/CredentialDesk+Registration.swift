import Cryptography
import JSON
import SQLite

/// Making an account by a code that is sent to its address (EN-03): the answer is the same whoever asks for whichever address, and only
/// the mailbox tells whether it had one already.
extension CredentialDesk {
  /// Makes a ticket, and sends a code to a free address, or a notice to one that is taken. Either waits as long for the other's work:
  /// the message is handed over after the commit and sent by others (EN-05).
  func begin(
    _ request: RegistrationRequest, now: Timestamp, in transaction: Transaction
  ) throws -> CodeWish {
    let name = vault.mac(of: request.identifier)
    if let next = try throttle.sending(
      to: name, for: request.network, at: now, in: transaction)
    {
      return .wait(until: next)
    }
    let owner = try AccountStore.account(named: name, in: transaction)
    let (ticket, code, sent) = newCode(.registration, for: name, now: now)
    let row = RegistrationStore.Row(
      sent: sent, sealed: vault.seal(request.identifier, at: .registration(row: sent.ticket)),
      language: request.language)
    try RegistrationStore.sweep(at: now, count: AccountPolicy.sweepStep, in: transaction)
    // For a taken address too, though its code is never sent: the ticket must be refused step by step like any other.
    try RegistrationStore.insert(row, in: transaction)
    try record("registration.begin", of: owner, by: nil, now: now, in: transaction)
    let message: OutgoingMessage =
      owner == nil
      ? .registrationCode(code, to: request.identifier, life: policy.codeLife)
      : .addressIsTaken(to: request.identifier)
    transaction.afterCommit { [delivery] in delivery.deliver(message) }
    return .begun(ticket: ticket, expiresAt: sent.expiresAt)
  }

  // MARK: Confirming

  enum RegistrationEnd: Sendable {
    case signedIn(SignedIn)
    /// A wrong code, one that is over or was tried too often, a ticket that never was, an address that is taken: nobody is
    /// told which.
    case refused
    case flawed(PasswordFlaw)
    case wait(until: Timestamp)
  }

  struct RegistrationCheck: Sendable {
    let ticket: Digest
    let identifier: AccountIdentifier
    let language: String?
    let proof: RegistrationProof
  }

  struct RegistrationVerdict: Sendable {
    let check: RegistrationCheck
    /// Of the password that was chosen.
    let hash: String
  }

  /// Compares the code. A wrong one is counted where asking for another code does not reset it (BF-05).
  func prepare(
    _ proof: RegistrationProof, now: Timestamp, in transaction: Transaction
  ) throws -> Step<RegistrationCheck, RegistrationEnd> {
    guard let ticket = proof.ticket?.digest,
      let row = try RegistrationStore.row(of: ticket, in: transaction)
    else { return .end(.refused) }
    let verdict = try verdict(on: proof.code, row.sent, now: now, in: transaction)
    switch verdict {
    case .over: return .end(.refused)
    case .wait(let next): return .end(.wait(until: next))
    case .right, .wrong: break
    }
    guard case .right = verdict,
      try AccountStore.account(named: row.sent.identifier, in: transaction) == nil,
      let identifier = vault.open(row.sealed, at: .registration(row: ticket))
    else {
      try RegistrationStore.countTry(of: ticket, in: transaction)
      try countWrong(row.sent, as: "registration.confirm", now: now, in: transaction)
      return .end(.refused)
    }
    return .go(
      RegistrationCheck(
        ticket: ticket, identifier: identifier, language: row.language, proof: proof))
  }

  /// Thread: `passwords.gate`'s. A password that is none leaves the code as it was: its owner thinks of another.
  func judge(_ check: RegistrationCheck) -> Step<RegistrationVerdict, RegistrationEnd> {
    let hashed = hash(
      check.proof.password, about: [check.identifier],
      phones: check.proof.phone.map { [$0.name] } ?? [])
    switch hashed {
    case .success(let hash): return .go(RegistrationVerdict(check: check, hash: hash))
    case .failure(let flaw): return .end(.flawed(flaw))
    }
  }

  /// Makes the account, its phone and its first session, all or nothing. The code is spent by it.
  func finish(
    _ verdict: RegistrationVerdict, now: Timestamp, in transaction: Transaction
  ) throws -> RegistrationEnd {
    let check = verdict.check
    // Another request may have been quicker with the same code, or with another one for the same address.
    guard try RegistrationStore.row(of: check.ticket, in: transaction) != nil,
      let account = try create(
        NewAccount(
          identifier: check.identifier, passwordHash: verdict.hash, roles: .owner,
          language: check.language), by: nil, now: now, in: transaction)
    else { return .refused }
    try RegistrationStore.delete(check.ticket, in: transaction)
    try throttle.clear(
      .codes(for: vault.mac(of: check.identifier), vault), in: transaction)
    return .signedIn(
      try open(
        account, phone: check.proof.phone, client: check.proof.client, scope: [.sync, .account],
        by: [.password, .deliveredCode], generation: 1, now: now, in: transaction))
  }
}
