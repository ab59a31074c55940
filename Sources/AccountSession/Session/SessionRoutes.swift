import HTTP
import JSON

/// `/v1/sessions`: refreshing, listing, ending. Signing in is beside the credentials.
struct SessionRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  /// A refresh token and some room for spaces.
  private static let refreshBody = 256

  var all: [Route] {
    [
      gate.openRoute(
        .post, "/v1/sessions/refresh", limit: "MAC over the token, checked before any read",
        bodyLimit: Self.refreshBody, contentType: "application/json", handler: refresh),
      gate.route(.get, "/v1/sessions", AccessRule(scope: .account), handler: list),
      gate.route(
        .delete, "/v1/sessions",
        AccessRule(scope: .account, stepUp: "session.end", audit: "session.end-all"),
        handler: endOthers),
      gate.route(
        .delete, "/v1/sessions/current", AccessRule(scope: [], audit: "session.end"),
        handler: endCurrent),
      gate.route(
        .delete, "/v1/sessions/{session}",
        AccessRule(scope: .account, stepUp: "session.end", audit: "session.end"),
        handler: end),
    ]
  }

  private func refresh(_ request: Request) -> Answer {
    let token: Token?
    do {
      let body = try JSONBody(request.body, known: ["refresh_token"])
      token = Token(try body.text("refresh_token", most: Self.refreshBody), kind: .refresh)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    // Both before the writer is asked: a token that we did not make costs two digests and no more.
    guard let token, desk.tokens.recognise(token) != nil else { return .now(Self.spent.response) }
    let (sessions, clock) = (desk.sessions, desk.clock)
    return desk.later(as: nil) { transaction in
      try sessions.refresh(token, now: clock.now, in: transaction)
    } answer: { outcome in
      switch outcome {
      case .issued(let tokens): .json(.ok, tokens.json)
      // One answer for both: a thief does not learn that the theft was noticed.
      case .ended, .reused: Self.spent.response
      }
    }
  }

  private func list(_ request: Request, _ session: Session) -> Answer {
    do {
      let rows = try SessionStore.rows(of: session.account, at: gate.now, from: gate.reader)
      let list = rows.map { $0.json(isCurrent: $0.id == session.id) }
      return .now(.json(.ok, JSONValue.object(["sessions": .array(list)]).encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func endCurrent(_ request: Request, _ session: Session) -> Answer {
    end(session.id, session)
  }

  private func end(_ request: Request, _ session: Session) -> Answer {
    guard let id = request.parameter("session").flatMap({ SessionID($0) }) else {
      return .now(Self.noSuchSession.response)
    }
    return end(id, session)
  }

  private func end(_ id: SessionID, _ session: Session) -> Answer {
    let (sessions, clock, account) = (desk.sessions, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try sessions.end(id, of: account, by: account, now: clock.now, in: transaction)
    } answer: { wasThere in
      wasThere ? Response(.noContent) : Self.noSuchSession.response
    }
  }

  private func endOthers(_ request: Request, _ session: Session) -> Answer {
    let (sessions, clock, account, kept) = (desk.sessions, desk.clock, session.account, session.id)
    return desk.later(as: session.caller) { transaction in
      _ = try sessions.endAll(
        of: account, except: kept, by: account, now: clock.now, in: transaction)
    } answer: {
      Response(.noContent)
    }
  }

  // MARK: Words

  private static let spent = Problem(
    .unauthorized, "refresh-refused", "The refresh token is not good any more.",
    detail: "Sign in again.")
  private static let noSuchSession = Problem(
    .notFound, "no-such-session", "There is no such session.")
}

extension SessionStore.Row {
  fileprivate func json(isCurrent: Bool) -> JSONValue {
    .object([
      "session": .string(id.description),
      "device": device.map { .string($0.description) } ?? .null,
      "client": .string(client),
      "created_at": .string(createdAt.description),
      "last_used_at": .string(lastUsedAt.description),
      "expires_at": .string(expiresAt.description),
      "current": .bool(isCurrent),
      "scope": .array(scope.names.map { .string($0) }),
    ])
  }
}
