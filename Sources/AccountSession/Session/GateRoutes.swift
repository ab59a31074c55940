import HTTP
import JSON

/// What the gate answers to those whom it does not let through, encoded once.
struct GateRoutes {
  let noToken = Answer.prepared(PreparedResponse(Problem.notSignedIn.response))
  let badToken = Answer.prepared(PreparedResponse(Self.badTokenProblem.response))
  let unreadable = Answer.prepared(PreparedResponse(Problem.unreadable.response))

  func answer(to lack: AccessRule.Lack) -> Answer {
    switch lack {
    case .scope(let missing):
      var problem = Problem(
        .forbidden, "scope-missing", "The token is not for this.",
        detail: "Sign in asking for the scope.")
      problem.members = [
        ("scope", JSONValue.array(missing.names.map { .string($0) }).encoded())
      ]
      return .now(problem.response)
    case .role:
      return .now(
        Problem(.forbidden, "role-missing", "The account may not do this.").response)
    case .stepUp(let action):
      var problem = Problem(
        .forbidden, "step-up-required", "This needs a fresh proof of who you are.",
        detail: "POST /v1/sessions/step-up, then ask again within 5 minutes.")
      problem.members = [("action", JSONValue.string(action).encoded())]
      return .now(problem.response)
    }
  }

  /// RFC 6750 section 3.1: whoever brought a token is told that it is the token.
  private static var badTokenProblem: Problem {
    var problem = Problem.notSignedIn
    problem.headers = [("WWW-Authenticate", "Bearer error=\"invalid_token\"")]
    return problem
  }
}
