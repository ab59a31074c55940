import HTTP
import JSON

extension SessionGate {
  /// A route for what its owner approves one at a time (SU-02): its handler is given the approval that it has to spend, and cannot
  /// write without.
  func approvedRoute(
    _ method: Method, _ pattern: StaticString, _ act: ApprovedAct, bodyLimit: Int = 0,
    contentType: StaticString? = nil,
    handler: @escaping (Request, Session, Approval) -> Answer
  ) -> Route {
    route(
      method, pattern, AccessRule(scope: .account, approval: act, audit: act.rawValue),
      bodyLimit: bodyLimit, contentType: contentType
    ) { request, session in
      handler(request, session, Approval(act, in: request))
    }
  }
}

extension Problem {
  /// 403 for what waits after a recovery (SU-03).
  static func heldAfterRecovery(until: Timestamp) -> Problem {
    var problem = Problem(
      .forbidden, "held-after-recovery", "The account was recovered lately, so this waits.",
      detail: "Until \(until).")
    problem.members = [("held_until", JSONValue.string(until.description).encoded())]
    return problem
  }

  /// 403 with what has to be approved, in the words that its owner is to be shown.
  static func needing(_ approval: Approval) -> Problem {
    var problem = Problem(
      .forbidden, "step-up-required", "This needs your approval.",
      detail: "\(approval.text) POST /v1/sessions/step-up with approve, then ask again, once.")
    problem.members = [
      ("action", JSONValue.string(approval.act.rawValue).encoded()),
      ("approve", approval.json.encoded()),
    ]
    return problem
  }
}
