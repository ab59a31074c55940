import Cryptography
import JSON
import SQLite

/// The one place that says who somebody is: it makes accounts, checks passwords and codes, and opens sessions for those who
/// were right.
///
/// Everything that asks for a password goes in three steps, because a hash may not run where the others wait: a piece of the
/// writer that counts the try and reads what to check against, a hash on a thread of `passwords.gate`, and a piece that acts on
/// the verdict. The try is counted before it is checked, so that a thousand at once are not checked before the first is counted.
///
/// Thread: the writer's, inside a piece, unless a function says otherwise; the transaction is the caller's.
struct CredentialDesk: Sendable {
  let policy: CredentialPolicy
  let vault: IdentifierVault
  let passwords: PasswordHashing
  let throttle: Throttle
  let phones: PhoneCredentials
  let sessions: SessionDesk
  let devices: DeviceDesk
  let notices: NoticeDesk
  let log: AuditLog
  let delivery: any CodeDelivery
  let touch: @Sendable (AccountID, Transaction) -> Void

  init(
    keys: AccountKeys, policy: CredentialPolicy, passwordCost: Int, sessions: SessionDesk,
    devices: DeviceDesk, notices: NoticeDesk, log: AuditLog, delivery: any CodeDelivery,
    touch: @escaping @Sendable (AccountID, Transaction) -> Void
  ) {
    self.policy = policy
    vault = IdentifierVault(keys: keys)
    passwords = PasswordHashing(peppers: keys.peppers, cost: passwordCost, policy: policy)
    throttle = Throttle(policy: policy, vault: vault)
    phones = PhoneCredentials(keys: keys)
    self.sessions = sessions
    self.devices = devices
    self.notices = notices
    self.log = log
    self.delivery = delivery
    self.touch = touch
  }

  // MARK: New passwords

  /// Hashes a password for an account, unless it is none to be had. Takes as long as a hash; thread: `passwords.gate`'s, or one that may
  /// wait.
  func hash(
    _ password: PasswordText, about identifiers: [AccountIdentifier], phones: [String]
  ) -> Result<String, PasswordFlaw> {
    let words = PasswordPolicy.words(about: identifiers, phones: phones)
    if let flaw = PasswordPolicy(policy).flaw(of: password, words: words) { return .failure(flaw) }
    return .success(passwords.hash(password))
  }

  // MARK: Records

  /// Writes what was done to an account, or refused to somebody, into the log.
  func record(
    _ action: String, of account: AccountID?, by actor: AccountID?,
    result: AuditRecord.Result = .done, note: String? = nil, now: Timestamp,
    in transaction: Transaction
  ) throws {
    try log.append(
      AuditRecord(actor: actor, subject: account, action: action, result: result, note: note),
      at: now, in: transaction)
  }
}

/// What a step comes to: something for the next step, or the end of it all.
enum Step<Next, End> {
  case go(Next)
  case end(End)
}

extension Step: Sendable where Next: Sendable, End: Sendable {}
