import HTTP
import JSON

/// `/v1/account/log`: what was done to the account and refused to it (AU-05).
struct AuditRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  var all: [Route] {
    [gate.route(.get, "/v1/account/log", AccessRule(scope: .account), handler: log)]
  }

  private func log(_ request: Request, _ session: Session) -> Answer {
    guard let after = request.cursor("after", known: ["after"]) else {
      return .now(Problem.badQuery("after", "the cursor of the last answer").response)
    }
    do {
      let entries = try AuditStore.entries(
        about: session.account, after: after, since: gate.now - AccountPolicy.logLife,
        count: AccountPolicy.recordsAtOnce, from: gate.reader)
      let page = JSONValue.object([
        "entries": .array(entries.map { $0.json(for: session.account) }),
        "cursor": .integer(entries.last?.id ?? after),
      ])
      return .now(.json(.ok, page.encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }
}

extension Request {
  /// A cursor from the query: 0 when it is absent, nil when it is no number from 0 on or an item is not among the known.
  func cursor(_ name: String, known: [String]) -> Int64? {
    guard queryNames.allSatisfy(known.contains) else { return nil }
    guard let text = query(name) else { return 0 }
    guard let cursor = Int64(text), cursor >= 0 else { return nil }
    return cursor
  }
}
