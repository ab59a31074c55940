package import JSON
package import SQLite

/// How a session goes on: the next pair of tokens for the last one, or for a fresh proof.
extension SessionDesk {
  enum Refreshing: Sendable {
    case issued(IssuedTokens)
    /// Over, ended, or never there.
    case ended
    /// A token that had been used before was presented: whoever stole it or whoever lost it, the session is over (RT-01).
    case reused
  }

  /// Exchanges a refresh token for the next pair. It returns what happened instead of throwing, because ending a session for
  /// reuse must be committed.
  func refresh(
    _ token: Token, now: Timestamp, in transaction: Transaction
  ) throws -> Refreshing {
    guard let (id, step) = tokens.recognise(token),
      let row = try SessionStore.row(of: id, in: transaction)
    else { return .ended }
    guard now < row.expiresAt else {
      try SessionStore.delete(id, in: transaction)
      touch(row.account, transaction)
      return .ended
    }
    switch step {
    case row.step:
      try sweep(now: now, in: transaction)
      return .issued(try advance(row, isRefresh: true, now: now, in: transaction))
    case _ where step > row.step:
      // Made by our key but not yet by this database: it was restored from an older copy. Nobody is a thief here.
      return .ended
    case _ where isLostAnswer(step, of: row, now: now):
      return .issued(
        issue(row, step: row.step, accessExpiresAt: row.accessExpiresAt, expiresAt: row.expiresAt))
    default:
      try end(row, reason: "session.reused", now: now, in: transaction)
      return .reused
    }
  }

  /// The immediate predecessor, shortly after, when a refresh made the current step: its answer was lost, or three requests of one
  /// phone refreshed at once. A step-up is never repeated so, or a stolen predecessor would inherit its strength.
  private func isLostAnswer(_ step: UInt32, of row: SessionStore.Row, now: Timestamp) -> Bool {
    guard let refreshedAt = row.refreshedAt, step + 1 == row.step else { return false }
    return now < refreshedAt + AccountPolicy.lostAnswerGrace
  }

  /// New tokens for a session whose holder has proved again who it is; the old ones end (SE-03).
  ///
  /// - Throws: `SessionEnded` when it ended meanwhile.
  package func reauthenticated(
    _ session: SessionID, by methods: AuthenticationMethods, now: Timestamp,
    in transaction: Transaction
  ) throws -> IssuedTokens {
    guard let row = try SessionStore.row(of: session, in: transaction), now < row.expiresAt else {
      throw SessionEnded()
    }
    try SessionStore.setAuthenticated(session, by: methods, at: now, in: transaction)
    return try advance(row, isRefresh: false, now: now, in: transaction)
  }

  private func advance(
    _ row: SessionStore.Row, isRefresh: Bool, now: Timestamp, in transaction: Transaction
  ) throws -> IssuedTokens {
    let expiresAt = min(
      now + AccountPolicy.idleLife, row.createdAt + AccountPolicy.absoluteLife)
    let issued = issue(
      row, step: row.step + 1, accessExpiresAt: min(now + AccountPolicy.accessLife, expiresAt),
      expiresAt: expiresAt)
    try SessionStore.advance(
      row.id, to: row.step + 1, access: issued.access.digest,
      accessExpiresAt: issued.accessExpiresAt, expiresAt: issued.refreshExpiresAt, now: now,
      isRefresh: isRefresh, in: transaction)
    touch(row.account, transaction)
    return issued
  }

  private func issue(
    _ row: SessionStore.Row, step: UInt32, accessExpiresAt: Timestamp, expiresAt: Timestamp
  ) -> IssuedTokens {
    IssuedTokens(
      account: row.account, session: row.id, device: row.device, scope: row.scope,
      access: tokens.access(of: row.id, step: step), accessExpiresAt: accessExpiresAt,
      refresh: tokens.refresh(of: row.id, step: step), refreshExpiresAt: expiresAt)
  }
}
