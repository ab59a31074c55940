import HTTP
import JSON

/// `/v1/entitlements`: what the account holds now. Giving and taking back are the operator's.
struct EntitlementRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  var all: [Route] {
    [gate.route(.get, "/v1/entitlements", AccessRule(scope: .sync), handler: list)]
  }

  private func list(_ request: Request, _ session: Session) -> Answer {
    do {
      let now = gate.now
      let held = try EntitlementStore.held(by: session.account, from: gate.reader)
        .filter { $0.endsAt.map { now < $0 } ?? true }
      let list = JSONValue.object(["entitlements": .array(held.map(\.json))])
      return .now(.json(.ok, list.encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }
}
