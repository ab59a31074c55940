package import HTTP
import JSON
package import SQLite

/// How the account module says no: the same words for every room of it, and for the capabilities that write through it.
extension Problem {
  /// 401 with what was wrong left out: nobody learns whether a token ever was one.
  package static var notSignedIn: Problem {
    var problem = Problem(
      .unauthorized, "not-signed-in", "This needs a session.",
      detail: "Sign in, or refresh the session's token.")
    problem.headers = [("WWW-Authenticate", "Bearer")]
    return problem
  }

  /// 422 with the member that is wrong.
  package static func refusing(_ mistake: BodyMistake) -> Problem {
    var problem = Problem(
      .unprocessableContent, "bad-body", "The body is not understood.",
      detail: "\(mistake.member ?? "body"): \(mistake.rule).")
    if let member = mistake.member {
      problem.members = [("member", JSONValue.string(member).encoded())]
    }
    return problem
  }

  /// 422 with the query item that is wrong.
  static func badQuery(_ name: String, _ rule: String) -> Problem {
    var problem = Problem(
      .unprocessableContent, "bad-query", "The query is not understood.",
      detail: "\(name): \(rule).")
    problem.members = [("parameter", JSONValue.string(name).encoded())]
    return problem
  }

  /// What a write that was not kept is answered with: 507 on a full disk, 503 when too much is waiting, 401 when the caller's
  /// session ended meanwhile. What a capability refuses by errors of its own is its own to answer.
  package static func unwritten(_ failure: Writer.Failure) -> Problem {
    switch failure {
    case .diskFull:
      return Problem(
        .insufficientStorage, "storage-full", "There is no room for this.",
        detail: "Nothing of it was kept. Tell the operator.")
    case .overloaded, .closed:
      var problem = Problem(.serviceUnavailable, "busy", "Too many changes are waiting.")
      problem.headers = [("Retry-After", "2")]
      return problem
    case .refused(is SessionEnded): return notSignedIn
    case .refused(is AccessoryTaken):
      return Problem(.conflict, "accessory-taken", "The accessory is linked already.")
    case .refused(is DeviceDesk.TooMany):
      return Problem(
        .conflict, "too-many-devices", "The account has too many devices.",
        detail: "At most \(AccountPolicy.mostDevices); remove one that is not used.")
    case .refused(let mistake as BodyMistake): return refusing(mistake)
    case .refused(let refusal as Refusal): return refusal.problem
    case .sqlite, .refused: return unreadable
    }
  }

  /// 500: the cause is for the log, not for the caller.
  package static var unreadable: Problem {
    Problem(.internalServerError, "storage-error", "The storage did not answer.")
  }
}

/// Thrown by a piece of work in a route to undo it and answer with this problem.
struct Refusal: Error {
  let problem: Problem
  init(_ problem: Problem) { self.problem = problem }
}

extension AccountDesk {
  /// Does the work on the writer's thread and answers after its commit. The caller's session is asked for again there, first.
  ///
  /// - Parameter caller: nil for a route that anyone may call.
  func later<T: Sendable>(
    as caller: Caller?, _ work: @escaping @Sendable (Transaction) throws -> T,
    answer: @escaping @Sendable (T) -> Response
  ) -> Answer {
    .later { [self] completion in
      writer.submit { [self] transaction in
        if let caller { try confirm(caller, in: transaction) }
        return try work(transaction)
      } then: { (result: Result<T, Writer.Failure>) in
        switch result {
        case .success(let value): completion.finish(answer(value))
        case .failure(let failure): completion.finish(Problem.unwritten(failure).response)
        }
      }
    }
  }
}
