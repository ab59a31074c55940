package import JSON
package import SQLite

/// The one place that gives and takes back rights. The change holds for the account's next request (SE-07); that a right
/// ends by itself needs no write at all.
///
/// Thread: the writer's, inside a piece; the transaction is the caller's.
package struct EntitlementDesk: Sendable {
  let notices: NoticeDesk
  let log: AuditLog
  let touch: @Sendable (AccountID, Transaction) -> Void

  /// - Parameter actor: who gives it; nil for the gateway itself.
  package func grant(
    _ grant: EntitlementGrant, to account: AccountID, by actor: AccountID?, now: Timestamp,
    in transaction: Transaction
  ) throws {
    _ = try EntitlementStore.revoke(
      grant.name, of: account, source: grant.source, now: now, in: transaction)
    try EntitlementStore.insert(grant, to: account, now: now, in: transaction)
    try record(
      "entitlement.granted", grant.name, of: account, by: actor, now: now, in: transaction)
  }

  /// Takes it back from every source; false when the account did not hold it.
  package func revoke(
    _ name: EntitlementName, of account: AccountID, by actor: AccountID?, now: Timestamp,
    in transaction: Transaction
  ) throws -> Bool {
    guard
      try EntitlementStore.revoke(name, of: account, source: nil, now: now, in: transaction) > 0
    else { return false }
    try record("entitlement.revoked", name, of: account, by: actor, now: now, in: transaction)
    return true
  }

  /// What the account holds, with what has ended by itself.
  package func held(by account: AccountID, from reader: Reader) throws -> [HeldEntitlement] {
    try EntitlementStore.held(by: account, from: reader)
  }

  private func record(
    _ action: String, _ name: EntitlementName, of account: AccountID, by actor: AccountID?,
    now: Timestamp, in transaction: Transaction
  ) throws {
    touch(account, transaction)
    try notices.append(
      account, kind: action, ["name": .string(name.rawValue)], at: now, in: transaction)
    try log.append(
      AuditRecord(
        actor: actor, subject: account, action: action, result: .done, note: name.rawValue),
      at: now, in: transaction)
  }
}
