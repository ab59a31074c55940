import HTTP
import JSON

/// `POST /v1/sessions` and `POST /v1/sessions/step-up`: proofs for tokens.
struct SignInRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  /// A password of 1,024 bytes may be written in six times as many.
  static let bodyLimit = 10_240

  var all: [Route] {
    [
      gate.openRoute(
        .post, "/v1/sessions", limit: "strangers, known client, network; hashes at a time",
        bodyLimit: Self.bodyLimit, contentType: "application/json", handler: signIn),
      gate.route(
        .post, "/v1/sessions/step-up", AccessRule(scope: .account, audit: "session.step-up"),
        bodyLimit: Self.bodyLimit, contentType: "application/json", handler: stepUp),
    ]
  }

  private func signIn(_ request: Request) -> Answer {
    let (credentials, clock) = (desk.credentials, desk.clock)
    let signIn: SignIn
    do {
      signIn = try SignIn.parse(
        request.body, client: request.header("user-agent"),
        network: SourceNetwork(request.source), policy: credentials.policy)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    return desk.hashed(as: nil) { transaction in
      try credentials.prepare(signIn, now: clock.now, in: transaction)
    } judge: { check in
      .go(credentials.judge(check))
    } finish: { verdict, transaction in
      try credentials.finish(verdict, now: clock.now, in: transaction)
    } answer: { end in
      switch end {
      case .signedIn(let signedIn): .json(.created, signedIn.json)
      case .refused: Problem.signInRefused.response
      case .wait(let next): Problem.wait(until: next, now: clock.now).response
      case .secondRefused(let refusal): refusal.response(.unauthorized, now: clock.now)
      case .beyondRoles(let scope): Problem.beyondRoles(scope).response
      }
    }
  }

  private func stepUp(_ request: Request, _ session: Session) -> Answer {
    let (credentials, clock, caller) = (desk.credentials, desk.clock, session.caller)
    let typed: PasswordText
    let second: SecondProof?
    let approval: Approval?
    do throws(BodyMistake) {
      let body = try JSONBody(
        request.body, known: ["password", "code", "recovery_code", "approve"])
      typed = try body.password("password", policy: credentials.policy)
      second = try body.optionalSecondProof()
      approval = try body.optionalApproval("approve")
    } catch {
      return .now(Problem.refusing(error).response)
    }
    return desk.hashed(as: caller) { transaction in
      try credentials.prepare(typed, of: caller, now: clock.now, in: transaction)
    } judge: { check in
      .go((check: check, isRight: credentials.isRight(check)))
    } finish: { verdict, transaction in
      try credentials.stepUp(
        verdict.check, isRight: verdict.isRight, second: second, approving: approval,
        now: clock.now, in: transaction)
    } answer: { end in
      end.response(credentials.policy, now: clock.now)
    }
  }
}

extension CredentialDesk.ProofEnd {
  func response(_ policy: CredentialPolicy, now: Timestamp) -> Response {
    switch self {
    case .signedIn(let signedIn): .json(.ok, signedIn.json)
    case .refused: Problem.proofRefused.response
    case .wait(let next): Problem.wait(until: next, now: now).response
    case .secondRefused(let refusal): refusal.response(.forbidden, now: now)
    case .flawed(let flaw): Problem.refusing(flaw, policy: policy).response
    }
  }
}
