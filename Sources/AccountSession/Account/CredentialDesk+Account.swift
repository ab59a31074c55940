import Cryptography
import JSON
import SQLite

/// Accounts and what they are signed in by.
extension CredentialDesk {
  /// Makes the account; nil when the identifier has one already.
  ///
  /// - Parameter actor: who makes it; nil: its owner.
  func create(
    _ new: NewAccount, by actor: AccountID?, now: Timestamp, in transaction: Transaction
  ) throws -> AccountID? {
    let mac = vault.mac(of: new.identifier)
    guard try AccountStore.account(named: mac, in: transaction) == nil else { return nil }
    let account = AccountID.random()
    let roles = new.roles.union(.owner)
    try AccountStore.insert(
      account, roles: roles, language: new.language, now: now, in: transaction)
    let sealed = vault.seal(new.identifier, at: .account(account, row: mac))
    try AccountStore.insert(
      AccountStore.SealedIdentifier(mac: mac, sealed: sealed), of: account, now: now,
      in: transaction)
    try CredentialStore.insert(new.passwordHash, of: account, now: now, in: transaction)
    try record(
      "account.create", of: account, by: actor ?? account, note: roles.names.joined(separator: " "),
      now: now, in: transaction)
    return account
  }

  /// What the account is signed in by, in clear. An identifier that does not open (another key, a moved row) is left out.
  func identifiers(
    of account: AccountID, in transaction: Transaction
  ) throws -> [AccountIdentifier] {
    open(try AccountStore.identifiers(of: account, in: transaction), of: account)
  }

  /// The account as it is shown; nil when there is none. Thread: the reader's.
  func profile(of account: AccountID, from reader: Reader) throws -> AccountProfile? {
    guard let row = try AccountStore.row(of: account, from: reader) else { return nil }
    let sealed = try AccountStore.identifiers(of: account, from: reader)
    return AccountProfile(
      account: account, identifiers: open(sealed, of: account), language: row.language,
      roles: row.roles, createdAt: row.createdAt)
  }

  private func open(
    _ sealed: [AccountStore.SealedIdentifier], of account: AccountID
  ) -> [AccountIdentifier] {
    sealed.compactMap { vault.open($0.sealed, at: .account(account, row: $0.mac)) }
  }

  /// The language an account prefers; nil: as its clients ask. Answers the account as it is then.
  func setLanguage(
    _ language: String?, of account: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> AccountProfile {
    guard let row = try AccountStore.row(of: account, from: transaction) else {
      throw SessionEnded()
    }
    try AccountStore.setLanguage(language, of: account, in: transaction)
    touch(account, transaction)
    try record(
      "account.change", of: account, by: account, note: "language", now: now, in: transaction)
    return AccountProfile(
      account: account, identifiers: try identifiers(of: account, in: transaction),
      language: language, roles: row.roles, createdAt: row.createdAt)
  }
}

/// An account that is to be made, its password hashed already.
struct NewAccount: Sendable {
  let identifier: AccountIdentifier
  let passwordHash: String
  /// Besides owner, which everybody is.
  let roles: Roles
  let language: String?
}
