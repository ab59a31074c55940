import HTTP
import JSON

/// `/v1/account/recoveries`: another password by a code, and the way back from one that its owner did not ask for.
struct RecoveryRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.openRoute(
        .post, "/v1/account/recoveries", limit: "messages to an address, from a network, in all",
        bodyLimit: 1_024, contentType: "application/json", handler: begin),
      gate.openRoute(
        .post, "/v1/account/recoveries/confirm",
        limit: "tries of a code, codes for an identifier; hashes at a time",
        bodyLimit: SignInRoutes.bodyLimit, contentType: "application/json", handler: confirm),
      gate.openRoute(
        .post, "/v1/account/recoveries/undo", limit: "checksum before any read; 256 bits",
        bodyLimit: 512, contentType: "application/json", handler: undo),
    ]
  }

  private func begin(_ request: Request) -> Answer {
    let (credentials, clock) = (desk.credentials, desk.clock)
    let wanted: RecoveryRequest
    do throws(BodyMistake) {
      wanted = try RecoveryRequest.parse(request.body, network: SourceNetwork(request.source))
    } catch {
      return .now(Problem.refusing(error).response)
    }
    return desk.later(as: nil) { transaction in
      try credentials.begin(wanted, now: clock.now, in: transaction)
    } answer: {
      $0.response(named: "recovery", now: clock.now)
    }
  }

  private func confirm(_ request: Request) -> Answer {
    let (credentials, clock) = (desk.credentials, desk.clock)
    let proof: RecoveryProof
    do throws(BodyMistake) {
      proof = try RecoveryProof.parse(request.body, policy: credentials.policy)
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
      case .recovered(let heldUntil):
        .json(
          .ok, JSONValue.object(["held_until": .string(heldUntil.description)]).encoded())
      case .refused: Problem.codeRefused.response
      case .secondRefused(let refusal): refusal.response(.forbidden, now: clock.now)
      case .flawed(let flaw): Problem.refusing(flaw, policy: credentials.policy).response
      case .wait(let next): Problem.wait(until: next, now: clock.now).response
      }
    }
  }

  private func undo(_ request: Request) -> Answer {
    let undo: Token?
    do throws(BodyMistake) {
      let body = try JSONBody(request.body, known: ["undo"])
      undo = Token(try body.text("undo", most: 256), kind: .undo)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    guard let undo else { return .now(Self.nothingToUndo.response) }
    let (credentials, clock) = (desk.credentials, desk.clock)
    return desk.later(as: nil) { transaction in
      guard try credentials.undoRecovery(undo, now: clock.now, in: transaction) else {
        throw Refusal(Self.nothingToUndo)
      }
    } answer: {
      Response(.noContent)
    }
  }

  private static let nothingToUndo = Problem(
    .notFound, "nothing-to-undo", "There is no recovery that this takes back.",
    detail: "It can be taken back for 72 hours, once.")
}
