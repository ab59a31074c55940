import Cryptography
import JSON
import SQLite

/// What operators do to accounts. Each of it is written down with who did it.
extension CredentialDesk {
  enum RolesEnd: Sendable {
    case set(AccountProfile)
    case noSuchAccount
    /// Nobody would be left to give the role again.
    case lastOperator
  }

  /// Gives the account these roles and takes all others; owner it stays. What hung on a role that is gone is refused from the commit on,
  /// because `Session` asks the roles anew with each epoch.
  func setRoles(
    _ roles: Roles, of account: AccountID, by actor: AccountID, now: Timestamp,
    in transaction: Transaction
  ) throws -> RolesEnd {
    guard let row = try AccountStore.row(of: account, from: transaction) else {
      return .noSuchAccount
    }
    let roles = roles.union(.owner)
    if row.roles.contains(.operator), !roles.contains(.operator),
      try AccountStore.count(with: .operator, in: transaction) == 1
    {
      return .lastOperator
    }
    try AccountStore.setRoles(roles, of: account, in: transaction)
    touch(account, transaction)
    try record(
      "account.roles", of: account, by: actor, note: roles.names.joined(separator: " "), now: now,
      in: transaction)
    return .set(
      AccountProfile(
        account: account, identifiers: try identifiers(of: account, in: transaction),
        language: row.language, roles: roles, createdAt: row.createdAt))
  }

  enum CreationEnd: Sendable {
    case created(AccountProfile)
    case taken(AccountID)
    case flawed(PasswordFlaw)
  }

  /// Nil when the identifier is free.
  func owner(
    of identifier: AccountIdentifier, in transaction: Transaction
  ) throws -> AccountID? {
    try AccountStore.account(named: vault.mac(of: identifier), in: transaction)
  }

  /// Makes the account, unless its identifier was taken meanwhile.
  func finish(
    _ new: NewAccount, by actor: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> CreationEnd {
    guard let account = try create(new, by: actor, now: now, in: transaction) else {
      // An account is never removed in the middle of a transaction, so there is one.
      return .taken(try owner(of: new.identifier, in: transaction) ?? actor)
    }
    return .created(
      AccountProfile(
        account: account, identifiers: [new.identifier], language: new.language,
        roles: new.roles.union(.owner), createdAt: now))
  }

  /// Remembers that an operator looked at an account (AU-06).
  func recordReading(
    of account: AccountID, by actor: AccountID, now: Timestamp, in transaction: Transaction
  ) throws {
    try record("account.read", of: account, by: actor, now: now, in: transaction)
  }

  /// Whether there is such an account.
  func exists(_ account: AccountID, in transaction: Transaction) throws -> Bool {
    try AccountStore.row(of: account, from: transaction) != nil
  }
}
