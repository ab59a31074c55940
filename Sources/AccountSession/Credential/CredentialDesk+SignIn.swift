import Cryptography
import JSON
import SQLite

/// Signing in by a password.
extension CredentialDesk {
  enum SignInEnd: Sendable {
    case signedIn(SignedIn)
    /// A wrong password, an identifier that nobody has, a password that is shut for strangers: nobody is told which (BF-10).
    case refused
    /// Too many failures before; the password was not looked at.
    case wait(until: Timestamp)
    /// The password was right; what comes second was not.
    case secondRefused(SecondRefusal)
    /// Right, but the account's roles do not go so far.
    case beyondRoles(Scope)
  }

  /// What there is to check a password against.
  struct SignInCheck: Sendable {
    let signIn: SignIn
    let password: CredentialStore.Password?
    /// Where the failure was counted already.
    let bucket: ThrottleBucket
    let isStranger: Bool
  }

  struct SignInVerdict: Sendable {
    let check: SignInCheck
    let isRight: Bool
    /// The password hashed as it is hashed now, when it was not.
    let rehashed: String?
  }

  /// Finds the account, asks the throttles, and counts the try as failed until it is known to be right.
  func prepare(
    _ signIn: SignIn, now: Timestamp, in transaction: Transaction
  ) throws -> Step<SignInCheck, SignInEnd> {
    let name = vault.mac(of: signIn.identifier)
    let password = try CredentialStore.password(named: name, in: transaction)
    let phone = try knownPhone(signIn, password, in: transaction)
    let bucket =
      phone.map { ThrottleBucket.phone($0.device, of: $0.account, vault) }
      ?? .strangers(to: name, vault)
    let isStranger = phone == nil
    // A known phone is not held up by what strangers have done, whether to its account or from its network (BF-02).
    let asked = isStranger ? [bucket, .network(signIn.network, vault)] : [bucket]
    if let next = try throttle.nextTry(asked, at: now, in: transaction) {
      return .end(.wait(until: next))
    }
    try throttle.count(bucket, at: now, in: transaction)
    if isStranger, let password {
      try CredentialStore.countFailure(of: password.account, in: transaction)
    }
    return .go(
      SignInCheck(signIn: signIn, password: password, bucket: bucket, isStranger: isStranger))
  }

  /// The phone that the credential names, if it still is one of the account and the credential is of the present password.
  private func knownPhone(
    _ signIn: SignIn, _ password: CredentialStore.Password?, in transaction: Transaction
  ) throws -> (device: DeviceID, account: AccountID)? {
    guard let credential = signIn.credential, let password,
      let device = phones.device(named: credential),
      phones.isGenuine(
        credential, of: device, of: password.account, generation: password.generation),
      try DeviceStore.row(of: device, of: password.account, in: transaction) != nil
    else { return nil }
    return (device, password.account)
  }

  /// Takes as long as a hash, for a name that nobody has as well. Thread: `passwords.gate`'s.
  func judge(_ check: SignInCheck) -> SignInVerdict {
    let typed = check.signIn.password
    let verdict = passwords.check(typed, against: check.password?.hash)
    return SignInVerdict(
      check: check, isRight: verdict != .wrong,
      rehashed: verdict == .rightButOutdated ? passwords.hash(typed) : nil)
  }

  /// Opens the session, or writes down that it was refused.
  func finish(
    _ verdict: SignInVerdict, now: Timestamp, in transaction: Transaction
  ) throws -> SignInEnd {
    let (check, signIn) = (verdict.check, verdict.check.signIn)
    guard verdict.isRight, let password = check.password, !isShut(check),
      // It may have been changed while this one was hashed.
      let present = try CredentialStore.password(of: password.account, in: transaction),
      present.generation == password.generation,
      let account = try AccountStore.row(of: password.account, from: transaction)
    else { return try refuse(check, now: now, in: transaction) }

    try throttle.clear(check.bucket, in: transaction)
    if check.isStranger {
      try CredentialStore.clearFailures(of: account.id, in: transaction)
    }
    if let hash = verdict.rehashed {
      try CredentialStore.rehash(account.id, to: hash, in: transaction)
    }
    let methods: AuthenticationMethods
    let replacement: RecoveryCode?
    switch try checkSecond(signIn.second, of: account.id, now: now, in: transaction) {
    case .notAsked: (methods, replacement) = (.password, nil)
    case .proven(let method, let code): (methods, replacement) = ([.password, method], code)
    case .missing: return .secondRefused(.missing)
    case .wrong: return .secondRefused(.wrong)
    case .wait(let next): return .secondRefused(.wait(until: next))
    }
    let beyond = signIn.scope.subtracting(.allowed(to: account.roles))
    guard beyond.isEmpty else { return .beyondRoles(beyond) }
    var signedIn = try open(
      account.id, phone: signIn.phone, client: signIn.client, scope: signIn.scope,
      by: methods, generation: present.generation, now: now, in: transaction)
    signedIn.recoveryCode = replacement
    return .signedIn(signedIn)
  }

  /// After so many failures in a row a stranger's right password counts as wrong (BF-04).
  private func isShut(_ check: SignInCheck) -> Bool {
    guard check.isStranger, let password = check.password else { return false }
    return password.strangersFailures >= policy.strangersUntilShut
  }

  private func refuse(
    _ check: SignInCheck, now: Timestamp, in transaction: Transaction
  ) throws -> SignInEnd {
    if check.isStranger {
      try throttle.count(.network(check.signIn.network, vault), at: now, in: transaction)
    }
    try record(
      "session.open", of: check.password?.account, by: nil, result: .refused,
      note: isShut(check) ? "password, shut for strangers" : "password", now: now,
      in: transaction)
    return .refused
  }

  /// Registers the phone, if it is one, and opens the session.
  func open(
    _ account: AccountID, phone: PhoneRegistration?, client: String, scope: Scope,
    by methods: AuthenticationMethods, generation: Int64, now: Timestamp,
    in transaction: Transaction
  ) throws -> SignedIn {
    let device = try phone.map {
      try devices.registerPhone($0, of: account, now: now, in: transaction)
    }
    let tokens = try sessions.open(
      SessionOpening(
        account: account, device: device, client: client, scope: scope, methods: methods, now: now),
      in: transaction)
    return SignedIn(
      tokens: tokens,
      phoneCredential: device.map {
        phones.credential(of: $0, of: account, generation: generation)
      })
  }
}
