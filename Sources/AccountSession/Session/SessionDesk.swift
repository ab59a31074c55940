package import JSON
package import SQLite
import Synchronization

/// The one place that opens, continues and ends sessions. Every change touches the account, so that nothing decided
/// before it is served after it (SE-06).
///
/// Thread: the writer's, inside a piece; the transaction is the caller's.
package final class SessionDesk: Sendable {
  let tokens: SessionTokens
  let touch: @Sendable (AccountID, Transaction) -> Void
  private let notices: NoticeDesk
  private let log: AuditLog
  /// Where the next sweep of expired rows starts. Not stored: after a restart the round begins anew.
  private let sweepCursor = Atomic<Int64>(-1)

  init(
    tokens: SessionTokens, notices: NoticeDesk, log: AuditLog,
    touch: @escaping @Sendable (AccountID, Transaction) -> Void
  ) {
    self.tokens = tokens
    self.notices = notices
    self.log = log
    self.touch = touch
  }

  // MARK: Opening

  /// Makes a session of a sign-in that has succeeded, with its first pair of tokens.
  ///
  /// A phone has one session: its earlier one ends. Above the policy's number of sessions, the one that was idle longest ends, and
  /// the account is told (SE-12).
  package func open(_ opening: SessionOpening, in transaction: Transaction) throws -> IssuedTokens {
    if let device = opening.device {
      try SessionStore.deleteAll(of: opening.account, on: device, in: transaction)
    }
    try makeRoom(for: opening, in: transaction)
    try sweep(now: opening.now, in: transaction)
    let id = SessionID.random()
    let issued = IssuedTokens(
      account: opening.account, session: id, device: opening.device, scope: opening.scope,
      access: tokens.access(of: id, step: 0),
      accessExpiresAt: opening.now + AccountPolicy.accessLife,
      refresh: tokens.refresh(of: id, step: 0),
      refreshExpiresAt: opening.now + AccountPolicy.idleLife)
    try SessionStore.insert(
      id, opening, expiresAt: issued.refreshExpiresAt, access: issued.access.digest,
      accessExpiresAt: issued.accessExpiresAt, in: transaction)
    touch(opening.account, transaction)
    try notices.append(
      opening.account, kind: "session.opened",
      [
        "session": .string(id.description), "client": .string(opening.client),
      ], at: opening.now, in: transaction)
    try log.append(
      AuditRecord(
        actor: opening.account, subject: opening.account, action: "session.open", result: .done,
        note: opening.client), at: opening.now, in: transaction)
    return issued
  }

  private func makeRoom(for opening: SessionOpening, in transaction: Transaction) throws {
    let rows = try SessionStore.rows(of: opening.account, in: transaction)
    let surplus = rows.prefix(max(0, rows.count - AccountPolicy.mostSessions + 1))
    for row in surplus {
      try SessionStore.delete(row.id, in: transaction)
      guard row.expiresAt > opening.now else { continue }
      try notices.append(
        opening.account, kind: "session.dropped",
        ["session": .string(row.id.description), "client": .string(row.client)],
        at: opening.now, in: transaction)
    }
  }

  // MARK: Ending

  /// Ends one session of the account; false when it has no such session.
  package func end(
    _ session: SessionID, of account: AccountID, by actor: AccountID, now: Timestamp,
    in transaction: Transaction
  ) throws -> Bool {
    guard let row = try SessionStore.row(of: session, in: transaction), row.account == account
    else { return false }
    try end(row, reason: "session.ended", actor: actor, now: now, in: transaction)
    return true
  }

  /// Ends all sessions of the account but one; answers how many.
  @discardableResult
  package func endAll(
    of account: AccountID, except kept: SessionID?, by actor: AccountID, now: Timestamp,
    in transaction: Transaction
  ) throws -> Int {
    let count = try SessionStore.deleteAll(of: account, except: kept, in: transaction)
    touch(account, transaction)
    if count > 0 {
      try notices.append(
        account, kind: "session.ended", ["count": .integer(Int64(count))], at: now,
        in: transaction)
    }
    try log.append(
      AuditRecord(
        actor: actor, subject: account, action: "session.end-all", result: .done,
        note: "\(count) ended"), at: now, in: transaction)
    return count
  }

  /// Ends the sessions of a phone.
  func endAll(
    of account: AccountID, on device: DeviceID, in transaction: Transaction
  ) throws {
    try SessionStore.deleteAll(of: account, on: device, in: transaction)
    touch(account, transaction)
  }

  /// Without an actor it is the gateway, which saw a token used twice.
  func end(
    _ row: SessionStore.Row, reason: String, actor: AccountID? = nil, now: Timestamp,
    in transaction: Transaction
  ) throws {
    try SessionStore.delete(row.id, in: transaction)
    touch(row.account, transaction)
    try notices.append(
      row.account, kind: reason,
      ["session": .string(row.id.description), "client": .string(row.client)], at: now,
      in: transaction)
    try log.append(
      AuditRecord(
        actor: actor, subject: row.account,
        action: actor == nil ? "session.reuse" : "session.end",
        result: actor == nil ? .refused : .done, note: row.id.description),
      at: now, in: transaction)
  }

  /// Removes a few sessions that are over, wherever the round has come to.
  func sweep(now: Timestamp, in transaction: Transaction) throws {
    let cursor = sweepCursor.load(ordering: .relaxed)
    sweepCursor.store(
      try SessionStore.sweep(
        after: cursor, count: AccountPolicy.sweepStep, now: now, in: transaction),
      ordering: .relaxed)
  }
}

/// The session of a caller ended before its work was done: answered like a bad token.
package struct SessionEnded: Error {}
