import Cryptography
package import HTTP
package import JSON
package import SQLite

/// The door: turns a request's token into a session, on one loop. It has the loop's session cache and its read connection, and asks
/// the account's epoch on every request, so that nothing revoked is ever answered (SE-06).
package final class SessionGate {
  /// The loop's read connection, for the capabilities' stores.
  package let reader: Reader
  private let sessions: SessionReading
  private let clock: any WallClock
  private var cache = SessionCache()
  private var refusals: RefusalLog
  private let words = GateRoutes()
  /// Nil between batches.
  private var batchTime: Timestamp?

  package init(desk: AccountDesk, reader: Reader) {
    self.reader = reader
    sessions = SessionReading(
      reader: reader, revision: desk.writer.revision, epochs: desk.epochs)
    clock = desk.clock
    refusals = RefusalLog(desk: desk)
  }

  /// The wall clock as of this batch of events.
  package var now: Timestamp { batchTime ?? clock.now }

  /// From now on there is one moment and one snapshot, until `endBatch`.
  package func beginBatch() {
    batchTime = clock.now
    reader.beginBatch()
  }

  package func endBatch() {
    batchTime = nil
    reader.endBatch()
  }

  /// A route for signed-in callers: 401 without a good token, 403 without the scope or role.
  package func route(
    _ method: Method, _ pattern: StaticString, _ rule: AccessRule, bodyLimit: Int = 0,
    contentType: StaticString? = nil,
    handler: @escaping (Request, Session) -> Answer
  ) -> Route {
    Route(
      method, pattern, bodyLimit: bodyLimit, contentType: contentType, declared: rule.declared,
      refusal: { [self] request in
        if case .refused(let answer) = admit(request, by: rule) { answer } else { nil }
      },
      handler: { [self] request in
        switch admit(request, by: rule) {
        case .admitted(let session): handler(request, session)
        case .refused(let answer): answer
        }
      })
  }

  private enum Verdict {
    case admitted(Session)
    case refused(Answer)
  }

  private func admit(_ request: Request, by rule: AccessRule) -> Verdict {
    let now = now
    switch admit(request, now: now) {
    case .session(let session):
      guard let lack = rule.lack(of: session, at: now) else { return .admitted(session) }
      refusals.note(lack, of: session, request: request.id, at: now)
      return .refused(words.answer(to: lack))
    case .noToken: return .refused(words.noToken)
    case .badToken: return .refused(words.badToken)
    case .unreadable: return .refused(words.unreadable)
    }
  }

  /// A route that anyone may call; `limit` names the throttle that guards it (BF-01).
  package func openRoute(
    _ method: Method, _ pattern: StaticString, limit: String, bodyLimit: Int = 0,
    contentType: StaticString? = nil, handler: @escaping (Request) -> Answer
  ) -> Route {
    Route(
      method, pattern, bodyLimit: bodyLimit, contentType: contentType,
      declared: ["authentication": "none", "limit": limit], handler: handler)
  }

  /// The same session asked anew, for the `Authority` of a file or stream: nil when it no longer is valid.
  ///
  /// What is under way goes on for as long as the session is refreshed, not only for the ten minutes of the token that
  /// began it.
  package func renew(_ session: Session) -> Session? {
    let now = now
    if session.isGood(at: now) { return session }
    // A storage that does not answer renews nothing: what is under way ends.
    return try? sessions.session(session.id, of: session.account, at: now)
  }

  /// Under what a file is sent that hangs on rights: when anything about the account changes, or a right ends by time, the session
  /// and what hangs on it are asked anew.
  ///
  /// - Parameter holds: whether the session as it is now still opens the file.
  package func authority(
    of session: Session, while holds: @escaping (Session) -> Bool
  ) -> Authority {
    let end = session.entitlements.nextEnd(after: now)
    return Authority(
      lease: session.lease, isOver: { [self] in end.map { $0 <= now } ?? false },
      renew: { [self] in
        guard let renewed = renew(session), holds(renewed) else { return nil }
        return renewed.lease
      })
  }

  private enum Admission {
    case session(Session)
    case noToken
    case badToken
    case unreadable
  }

  private func admit(_ request: Request, now: Timestamp) -> Admission {
    request.withHeader("authorization") { field in
      guard let field else { return .noToken }
      guard let token = BearerToken.access(in: field) else { return .badToken }
      let digest = Digest.sha256(token)
      if let kept = cache.find(digest) {
        if kept.isGood(at: now) { return .session(kept) }
        cache.forget(digest)
      }
      // Who is not kept is asked for in the database, but only with a token that could be one (SE-02).
      guard Token.isWellFormed(token, kind: .access) else { return .badToken }
      do {
        guard let session = try sessions.session(by: digest, at: now) else { return .badToken }
        cache.keep(session, at: now)
        return .session(session)
      } catch {
        return .unreadable
      }
    }
  }
}
