import Cryptography
import JSON
import SQLite

/// Proving again who one is, and changing the password. Both are asked by a session, so its failures are its own: whoever has stolen it
/// guesses as slowly as anyone, and holds up nobody else.
extension CredentialDesk {
  enum ProofEnd: Sendable {
    case signedIn(SignedIn)
    case refused
    case wait(until: Timestamp)
    /// The password was right; what comes second was not.
    case secondRefused(SecondRefusal)
    case flawed(PasswordFlaw)
  }

  struct ProofCheck: Sendable {
    let caller: Caller
    let password: CredentialStore.Password
    let typed: PasswordText
    let bucket: ThrottleBucket
  }

  /// Counts the try as failed until it is known to be right.
  func prepare(
    _ typed: PasswordText, of caller: Caller, now: Timestamp, in transaction: Transaction
  ) throws -> Step<ProofCheck, ProofEnd> {
    let bucket = ThrottleBucket.session(caller.session, of: caller.account, vault)
    if let next = try throttle.nextTry([bucket], at: now, in: transaction) {
      return .end(.wait(until: next))
    }
    guard let password = try CredentialStore.password(of: caller.account, in: transaction) else {
      return .end(.refused)
    }
    try throttle.count(bucket, at: now, in: transaction)
    return .go(ProofCheck(caller: caller, password: password, typed: typed, bucket: bucket))
  }

  /// Thread: `passwords.gate`'s.
  func isRight(_ check: ProofCheck) -> Bool {
    passwords.check(check.typed, against: check.password.hash) != .wrong
  }

  /// New tokens for a session that has proved itself by all that its account has; its old ones end (SE-03, SU-03).
  ///
  /// - Parameter approval: what is approved by it, once (SU-02).
  func stepUp(
    _ check: ProofCheck, isRight: Bool, second: SecondProof?, approving approval: Approval?,
    now: Timestamp, in transaction: Transaction
  ) throws -> ProofEnd {
    let caller = check.caller
    guard isRight, try isPresent(check, in: transaction) else {
      return try refuse("session.step-up", check, now: now, in: transaction)
    }
    try throttle.clear(check.bucket, in: transaction)
    switch try checkSecond(second, of: caller.account, now: now, in: transaction) {
    case .missing: return .secondRefused(.missing)
    case .wrong: return .secondRefused(.wrong)
    case .wait(let next): return .secondRefused(.wait(until: next))
    case .notAsked:
      return .signedIn(
        try proven(caller, by: .password, approving: approval, now: now, in: transaction))
    case .proven(let method, let replacement):
      var signedIn = try proven(
        caller, by: [.password, method], approving: approval, now: now, in: transaction)
      signedIn.recoveryCode = replacement
      return .signedIn(signedIn)
    }
  }

  private func proven(
    _ caller: Caller, by methods: AuthenticationMethods, approving approval: Approval?,
    now: Timestamp, in transaction: Transaction
  ) throws -> SignedIn {
    let tokens = try sessions.reauthenticated(
      caller.session, by: methods, now: now, in: transaction)
    try record(
      "session.step-up", of: caller.account, by: caller.account, note: approval?.text, now: now,
      in: transaction)
    guard let approval else { return SignedIn(tokens: tokens, phoneCredential: nil) }
    let until = now + AccountPolicy.stepUpLife
    try ApprovalStore.sweep(at: now, in: transaction)
    try ApprovalStore.insert(approval, to: caller.session, until: until, in: transaction)
    return SignedIn(
      tokens: tokens, phoneCredential: nil, approved: (approval: approval, until: until))
  }

  // MARK: Changing

  struct PasswordChange: Sendable {
    let check: ProofCheck
    let new: PasswordText
    let identifiers: [AccountIdentifier]
    let phones: [String]
  }

  func prepare(
    _ typed: PasswordText, new: PasswordText, of caller: Caller, now: Timestamp,
    in transaction: Transaction
  ) throws -> Step<PasswordChange, ProofEnd> {
    switch try prepare(typed, of: caller, now: now, in: transaction) {
    case .end(let end): return .end(end)
    case .go(let check):
      return .go(
        PasswordChange(
          check: check, new: new,
          identifiers: try identifiers(of: caller.account, in: transaction),
          phones: try DeviceStore.phoneNames(of: caller.account, in: transaction)))
    }
  }

  enum PasswordVerdict: Sendable {
    case presentIsWrong
    case flawed(PasswordFlaw)
    case hashed(String)
  }

  /// Thread: `passwords.gate`'s. The present password is checked first: what is wrong with a new one is told to its owner alone.
  func judge(_ change: PasswordChange) -> PasswordVerdict {
    guard isRight(change.check) else { return .presentIsWrong }
    switch hash(change.new, about: change.identifiers, phones: change.phones) {
    case .success(let hash): return .hashed(hash)
    case .failure(let flaw): return .flawed(flaw)
    }
  }

  /// Changes it. The other sessions end, what phones were known by is void, and every address of the account is told (SE-09, DV-01).
  func finish(
    _ change: PasswordChange, _ verdict: PasswordVerdict, now: Timestamp,
    in transaction: Transaction
  ) throws -> ProofEnd {
    switch try isPresent(change.check, in: transaction) ? verdict : .presentIsWrong {
    case .presentIsWrong:
      return try refuse("password.change", change.check, now: now, in: transaction)
    case .flawed(let flaw):
      try throttle.clear(change.check.bucket, in: transaction)
      return .flawed(flaw)
    case .hashed(let hash):
      try throttle.clear(change.check.bucket, in: transaction)
      return .signedIn(try set(hash, change, now: now, in: transaction))
    }
  }

  private func set(
    _ hash: String, _ change: PasswordChange, now: Timestamp, in transaction: Transaction
  ) throws -> SignedIn {
    let caller = change.check.caller
    let generation = try CredentialStore.change(
      to: hash, of: caller.account, now: now, in: transaction)
    try sessions.endAll(
      of: caller.account, except: caller.session, by: caller.account, now: now, in: transaction)
    let tokens = try sessions.reauthenticated(
      caller.session, by: .password, now: now, in: transaction)
    try notices.append(caller.account, kind: "password.changed", [:], at: now, in: transaction)
    try record(
      "password.change", of: caller.account, by: caller.account, now: now, in: transaction)
    try tell(caller.account, in: transaction) { .passwordChanged(to: $0) }
    return SignedIn(
      tokens: tokens,
      phoneCredential: caller.device.map {
        phones.credential(of: $0, of: caller.account, generation: generation)
      })
  }

  /// Whether the password that was checked still is the account's.
  private func isPresent(_ check: ProofCheck, in transaction: Transaction) throws -> Bool {
    try CredentialStore.password(of: check.caller.account, in: transaction)?.generation
      == check.password.generation
  }

  private func refuse(
    _ action: String, _ check: ProofCheck, now: Timestamp, in transaction: Transaction
  ) throws -> ProofEnd {
    try record(
      action, of: check.caller.account, by: check.caller.account, result: .refused,
      note: "password", now: now, in: transaction)
    return .refused
  }
}
