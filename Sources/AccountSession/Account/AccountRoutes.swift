import HTTP
import JSON

/// `/v1/account`: what its owner sees and changes of it.
struct AccountRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.route(.get, "/v1/account", AccessRule(scope: .account), handler: show),
      gate.route(
        .patch, "/v1/account", AccessRule(scope: .account, audit: "account.change"),
        bodyLimit: 1_024, contentType: "application/json", handler: change),
      gate.route(
        .put, "/v1/account/password",
        AccessRule(scope: .account, stepUp: "password.change", audit: "password.change"),
        bodyLimit: 2 * SignInRoutes.bodyLimit, contentType: "application/json",
        handler: changePassword),
    ]
  }

  private func show(_ request: Request, _ session: Session) -> Answer {
    do {
      guard
        let profile = try desk.credentials.profile(of: session.account, from: gate.reader)
      else { return .now(Problem.notSignedIn.response) }
      return .now(.json(.ok, profile.json.encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func change(_ request: Request, _ session: Session) -> Answer {
    let language: String?
    do throws(BodyMistake) {
      let body = try JSONBody(request.body, known: ["language"])
      guard body["language"] != nil else { throw BodyMistake("language", "missing") }
      language = try body.optionalLanguage("language")
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (credentials, clock, account) = (desk.credentials, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try credentials.setLanguage(language, of: account, now: clock.now, in: transaction)
    } answer: { profile in
      .json(.ok, profile.json.encoded())
    }
  }

  private func changePassword(_ request: Request, _ session: Session) -> Answer {
    let (credentials, clock, caller) = (desk.credentials, desk.clock, session.caller)
    let (current, new): (PasswordText, PasswordText)
    do {
      let body = try JSONBody(request.body, known: ["current", "new"])
      current = try body.password("current", policy: credentials.policy)
      new = try body.password("new", policy: credentials.policy)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    return desk.hashed(as: caller) { transaction in
      try credentials.prepare(current, new: new, of: caller, now: clock.now, in: transaction)
    } judge: { change in
      .go((change: change, verdict: credentials.judge(change)))
    } finish: { judged, transaction in
      try credentials.finish(judged.change, judged.verdict, now: clock.now, in: transaction)
    } answer: { end in
      end.response(credentials.policy, now: clock.now)
    }
  }
}
