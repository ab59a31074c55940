import HTTP
import JSON

/// `/v1/account/registrations`: an account for whoever reads at an address.
struct RegistrationRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.openRoute(
        .post, "/v1/account/registrations", limit: "messages to an address, from a network, in all",
        bodyLimit: 1_024, contentType: "application/json", handler: begin),
      gate.openRoute(
        .post, "/v1/account/registrations/confirm",
        limit: "tries of a code, codes for an identifier; hashes at a time",
        bodyLimit: SignInRoutes.bodyLimit, contentType: "application/json", handler: confirm),
    ]
  }

  private func begin(_ request: Request) -> Answer {
    let (credentials, clock) = (desk.credentials, desk.clock)
    let wanted: RegistrationRequest
    do {
      wanted = try RegistrationRequest.parse(
        request.body, network: SourceNetwork(request.source))
    } catch {
      return .now(Problem.refusing(error).response)
    }
    return desk.later(as: nil) { transaction in
      try credentials.begin(wanted, now: clock.now, in: transaction)
    } answer: {
      $0.response(named: "registration", now: clock.now)
    }
  }

  private func confirm(_ request: Request) -> Answer {
    let (credentials, clock) = (desk.credentials, desk.clock)
    let proof: RegistrationProof
    do {
      proof = try RegistrationProof.parse(
        request.body, client: request.header("user-agent"), policy: credentials.policy)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    return desk.hashed(as: nil) { transaction in
      try credentials.prepare(proof, now: clock.now, in: transaction)
    } judge: { check in
      credentials.judge(check)
    } finish: { verdict, transaction in
      try credentials.finish(verdict, now: clock.now, in: transaction)
    } answer: { end in
      switch end {
      case .signedIn(let signedIn): .json(.created, signedIn.json)
      case .refused: Problem.codeRefused.response
      case .flawed(let flaw): Problem.refusing(flaw, policy: credentials.policy).response
      case .wait(let next): Problem.wait(until: next, now: clock.now).response
      }
    }
  }
}
