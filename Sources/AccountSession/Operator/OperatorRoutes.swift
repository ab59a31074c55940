import HTTP
import JSON
import SQLite

/// `/v1/operator`: accounts as those see them who run the gateway. A password is set by an operator only where an account
/// begins; afterwards nobody but its owner changes it (PW-13).
struct OperatorRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  /// - Parameter isGrave: what gives somebody a role asks the operator for a fresh proof: a stolen token must not make operators.
  private static func rule(_ audit: String?, isGrave: Bool = false) -> AccessRule {
    AccessRule(
      scope: .operate, roles: .operator, stepUp: isGrave ? audit : nil, audit: audit)
  }

  var all: [Route] {
    [
      gate.route(
        .get, "/v1/operator/accounts", Self.rule("account.read"), handler: find),
      gate.route(
        .post, "/v1/operator/accounts", Self.rule("account.create", isGrave: true),
        bodyLimit: SignInRoutes.bodyLimit, contentType: "application/json", handler: create),
      gate.route(
        .put, "/v1/operator/accounts/{account}/roles", Self.rule("account.roles", isGrave: true),
        bodyLimit: 1_024, contentType: "application/json", handler: setRoles),
      gate.route(
        .delete, "/v1/operator/accounts/{account}/sessions", Self.rule("session.end-all"),
        handler: endSessions),
      gate.route(
        .get, "/v1/operator/accounts/{account}/entitlements", Self.rule("account.read"),
        handler: entitlements),
      gate.route(
        .post, "/v1/operator/accounts/{account}/entitlements", Self.rule("entitlement.granted"),
        bodyLimit: 1_024, contentType: "application/json", handler: grant),
      gate.route(
        .delete, "/v1/operator/accounts/{account}/entitlements/{name}",
        Self.rule("entitlement.revoked"), handler: revoke),
      gate.route(.get, "/v1/operator/log", Self.rule(nil), handler: log),
    ]
  }

  // MARK: Accounts

  private func find(_ request: Request, _ session: Session) -> Answer {
    guard request.queryNames == ["identifier"], let name = request.query("identifier"),
      let wanted = AccountName(name)
    else {
      return .now(
        Problem.badQuery("identifier", "an e-mail address, telephone number or account, alone")
          .response)
    }
    do {
      guard let account = try account(wanted),
        let profile = try desk.credentials.profile(of: account, from: gate.reader)
      else { return .now(.json(.ok, Self.accounts([]))) }
      return reading(account, by: session, .json(.ok, Self.accounts([profile])))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func account(_ name: AccountName) throws -> AccountID? {
    switch name {
    case .id(let account): account
    case .identifier(let identifier):
      try AccountStore.account(
        named: desk.credentials.vault.mac(of: identifier), from: gate.reader)
    }
  }

  /// Answers what was read once it is written down who read it (AU-06).
  private func reading(
    _ account: AccountID, by session: Session, _ response: Response
  ) -> Answer {
    let (credentials, clock, actor) = (desk.credentials, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try credentials.recordReading(of: account, by: actor, now: clock.now, in: transaction)
    } answer: {
      response
    }
  }

  private static func accounts(_ profiles: [AccountProfile]) -> [UInt8] {
    JSONValue.object(["accounts": .array(profiles.map(\.json))]).encoded()
  }

  private func create(_ request: Request, _ session: Session) -> Answer {
    let (credentials, clock, actor) = (desk.credentials, desk.clock, session.account)
    let wanted: AccountWanted
    do {
      wanted = try AccountWanted.parse(request.body, policy: credentials.policy)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    return desk.hashed(as: session.caller) { transaction in
      try credentials.owner(of: wanted.identifier, in: transaction).map { .end(.taken($0)) }
        ?? .go(wanted)
    } judge: { wanted in
      switch credentials.hash(wanted.password, about: [wanted.identifier], phones: []) {
      case .success(let hash): .go(wanted.hashed(hash))
      case .failure(let flaw): .end(CredentialDesk.CreationEnd.flawed(flaw))
      }
    } finish: { new, transaction in
      try credentials.finish(new, by: actor, now: clock.now, in: transaction)
    } answer: { end in
      switch end {
      case .created(let profile): .json(.created, profile.json.encoded())
      case .taken(let account): Self.identifierTaken(account).response
      case .flawed(let flaw): Problem.refusing(flaw, policy: credentials.policy).response
      }
    }
  }

  private func setRoles(_ request: Request, _ session: Session) -> Answer {
    guard let account = account(in: request) else { return .now(Self.noSuchAccount.response) }
    let roles: Roles
    do {
      roles = try JSONBody(request.body, known: ["roles"]).roles("roles")
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (credentials, clock, actor) = (desk.credentials, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try credentials.setRoles(roles, of: account, by: actor, now: clock.now, in: transaction)
    } answer: { end in
      switch end {
      case .set(let profile): .json(.ok, profile.json.encoded())
      case .noSuchAccount: Self.noSuchAccount.response
      case .lastOperator: Self.lastOperator.response
      }
    }
  }

  private func endSessions(_ request: Request, _ session: Session) -> Answer {
    change(request, session) { [sessions = desk.sessions] account, actor, now, transaction in
      try sessions.endAll(of: account, except: nil, by: actor, now: now, in: transaction)
    }
  }

  // MARK: Entitlements

  private func entitlements(_ request: Request, _ session: Session) -> Answer {
    guard let account = account(in: request) else { return .now(Self.noSuchAccount.response) }
    do {
      guard try AccountStore.row(of: account, from: gate.reader) != nil else {
        return .now(Self.noSuchAccount.response)
      }
      let held = try desk.entitlements.held(by: account, from: gate.reader)
      let list = JSONValue.object(["entitlements": .array(held.map(\.json))])
      return reading(account, by: session, .json(.ok, list.encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func grant(_ request: Request, _ session: Session) -> Answer {
    guard let account = account(in: request) else { return .now(Self.noSuchAccount.response) }
    let right: EntitlementGrant
    do {
      right = try EntitlementGrant.parse(request.body)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (credentials, entitlements) = (desk.credentials, desk.entitlements)
    let (clock, actor) = (desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      guard try credentials.exists(account, in: transaction) else {
        throw Refusal(Self.noSuchAccount)
      }
      let now = clock.now
      if let end = right.endsAt, end <= now { throw BodyMistake("ends_at", "a time to come") }
      try entitlements.grant(right, to: account, by: actor, now: now, in: transaction)
      return HeldEntitlement(
        name: right.name, source: right.source, grantedAt: now, endsAt: right.endsAt)
    } answer: { held in
      .json(.created, held.json.encoded())
    }
  }

  private func revoke(_ request: Request, _ session: Session) -> Answer {
    guard let name = request.parameter("name").flatMap({ EntitlementName(rawValue: $0) }) else {
      return .now(Self.notHeld.response)
    }
    return change(request, session) {
      [entitlements = desk.entitlements] account, actor, now, transaction in
      guard
        try entitlements.revoke(name, of: account, by: actor, now: now, in: transaction)
      else { throw Refusal(Self.notHeld) }
    }
  }

  private func log(_ request: Request, _ session: Session) -> Answer {
    guard let after = request.cursor("after", known: ["after"]) else {
      return .now(Problem.badQuery("after", "the cursor of the last answer").response)
    }
    do {
      let entries = try AuditLog.entries(after: after, from: gate.reader)
      let page = JSONValue.object([
        "entries": .array(entries.map { $0.json(for: nil) }),
        "cursor": .integer(entries.last?.id ?? after),
      ])
      return .now(.json(.ok, page.encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  // MARK: What they have in common

  private func account(in request: Request) -> AccountID? {
    request.parameter("account").flatMap { AccountID($0) }
  }

  /// A change of an account that exists, answered 204.
  private func change(
    _ request: Request, _ session: Session,
    _ work: @escaping @Sendable (AccountID, AccountID, Timestamp, Transaction) throws -> Void
  ) -> Answer {
    guard let account = account(in: request) else { return .now(Self.noSuchAccount.response) }
    let (credentials, clock, actor) = (desk.credentials, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      guard try credentials.exists(account, in: transaction) else {
        throw Refusal(Self.noSuchAccount)
      }
      try work(account, actor, clock.now, transaction)
    } answer: {
      Response(.noContent)
    }
  }

  // MARK: Words

  private static let noSuchAccount = Problem(
    .notFound, "no-such-account", "There is no such account.")
  private static let notHeld = Problem(
    .notFound, "not-held", "The account does not hold this.")
  private static let lastOperator = Problem(
    .conflict, "last-operator", "It is the last operator.",
    detail: "Make another account operator first.")

  private static func identifierTaken(_ account: AccountID) -> Problem {
    var problem = Problem(
      .conflict, "identifier-taken", "There is an account with this identifier.")
    problem.members = [("account", JSONValue.string(account.description).encoded())]
    return problem
  }
}

/// How an operator names an account.
private enum AccountName {
  case id(AccountID)
  case identifier(AccountIdentifier)

  init?(_ text: String) {
    if let account = AccountID(text) {
      self = .id(account)
    } else if let identifier = AccountIdentifier(text) {
      self = .identifier(identifier)
    } else {
      return nil
    }
  }
}
