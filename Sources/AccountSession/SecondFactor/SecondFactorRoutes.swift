import HTTP
import JSON

/// `/v1/account/factors` and `/v1/account/recovery-codes`.
struct SecondFactorRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  /// A name, or a code.
  private static let bodyLimit = 512
  private static let mostOfAName = 64

  var all: [Route] {
    [
      gate.route(.get, "/v1/account/factors", AccessRule(scope: .account), handler: list),
      gate.approvedRoute(
        .post, "/v1/account/factors", .addFactor, bodyLimit: Self.bodyLimit,
        contentType: "application/json", handler: enrol),
      gate.route(
        .post, "/v1/account/factors/{factor}/confirm",
        AccessRule(scope: .account, audit: "factor.added"), bodyLimit: Self.bodyLimit,
        contentType: "application/json", handler: confirm),
      gate.approvedRoute(
        .delete, "/v1/account/factors/{factor}", .removeFactor, handler: remove),
      gate.approvedRoute(
        .post, "/v1/account/recovery-codes", .issueRecoveryCodes, handler: issueCodes),
    ]
  }

  private func list(_ request: Request, _ session: Session) -> Answer {
    do {
      let factors = try SecondFactorStore.factors(of: session.account, from: gate.reader)
      let codes = try RecoveryCodeStore.count(of: session.account, from: gate.reader)
      let page = JSONValue.object([
        "factors": .array(factors.map(\.json)), "recovery_codes_left": .integer(Int64(codes)),
      ])
      return .now(.json(.ok, page.encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func enrol(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    let name: String
    do throws(BodyMistake) {
      name = try JSONBody(request.body, known: ["name"]).text("name", most: Self.mostOfAName)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (credentials, clock, account) = (desk.credentials, desk.clock, session.account)
    return desk.later(as: session.caller, spending: approval) { transaction in
      guard
        let enrolment = try credentials.enrol(name, of: account, now: clock.now, in: transaction)
      else { throw Refusal(Self.tooMany(credentials.policy.mostSecondFactors)) }
      return enrolment
    } answer: {
      .json(.created, $0.json.encoded())
    }
  }

  private func confirm(_ request: Request, _ session: Session) -> Answer {
    guard let id = factor(in: request) else { return .now(Self.noSuchFactor.response) }
    let code: String
    do throws(BodyMistake) {
      let body = try JSONBody(request.body, known: ["code"])
      code = try body.text("code", most: 32).filter { $0 != " " && $0 != "-" }
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (credentials, clock, account) = (desk.credentials, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try credentials.confirm(id, code: code, of: account, now: clock.now, in: transaction)
    } answer: { end in
      switch end {
      case .confirmed(let codes): .json(.ok, Self.codes(codes ?? []))
      case .refused: Problem.secondFactorWrong.response
      case .wait(let next): Problem.wait(until: next, now: clock.now).response
      }
    }
  }

  private func remove(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    guard let id = factor(in: request) else { return .now(Self.noSuchFactor.response) }
    let (credentials, clock, account) = (desk.credentials, desk.clock, session.account)
    return desk.later(as: session.caller, spending: approval) { transaction in
      guard try credentials.removeFactor(id, of: account, now: clock.now, in: transaction) else {
        throw Refusal(Self.noSuchFactor)
      }
    } answer: {
      Response(.noContent)
    }
  }

  private func issueCodes(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    let (credentials, clock, account) = (desk.credentials, desk.clock, session.account)
    return desk.later(as: session.caller, spending: approval) { transaction in
      guard
        let codes = try credentials.issueRecoveryCodes(of: account, now: clock.now, in: transaction)
      else { throw Refusal(Self.nothingToStandInFor) }
      return codes
    } answer: {
      .json(.created, Self.codes($0))
    }
  }

  private func factor(in request: Request) -> FactorID? {
    request.parameter("factor").flatMap { FactorID($0) }
  }

  /// The only place where they are shown.
  private static func codes(_ codes: [RecoveryCode]) -> [UInt8] {
    JSONValue.object(["recovery_codes": .array(codes.map { .string($0.text) })]).encoded()
  }

  // MARK: Words

  private static let noSuchFactor = Problem(
    .notFound, "no-such-factor", "The account has no such factor.")
  private static let nothingToStandInFor = Problem(
    .conflict, "no-second-factor", "The account has no second factor.",
    detail: "Recovery codes stand in for one: add it first.")

  private static func tooMany(_ most: Int) -> Problem {
    Problem(
      .conflict, "too-many-factors", "The account has too many factors.",
      detail: "At most \(most); remove one that is not used.")
  }
}

extension CredentialDesk.Enrolment {
  /// With the secret, which is shown here and never again.
  fileprivate var json: JSONValue {
    .object([
      "factor": .string(id.description), "secret": .string(Base32.encode(totp.secret)),
      "uri": .string(totp.link(for: account)), "expires_at": .string(expiresAt.description),
    ])
  }
}

extension CredentialDesk.SecondRefusal {
  /// - Parameter status: 401 where somebody signs in, 403 where a session proves itself.
  func response(_ status: Status, now: Timestamp) -> Response {
    var problem =
      switch self {
      case .missing: Problem.secondFactorNeeded
      case .wrong: Problem.secondFactorWrong
      case .wait(let next): Problem.wait(until: next, now: now)
      }
    if case .wait = self { return problem.response }
    problem.status = status
    return problem.response
  }
}

extension Problem {
  static let secondFactorNeeded = Problem(
    .forbidden, "second-factor-required", "The account has a second factor.",
    detail: "Send the same again with code, as the authenticator shows it, or recovery_code.")
  static let secondFactorWrong = Problem(
    .forbidden, "second-factor-refused", "The code is wrong, over, or was used before.")
}
