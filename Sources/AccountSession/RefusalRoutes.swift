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

  /// What a write that was not kept is answered with: 507 on a full disk, 503 when too much is waiting, and what a `ProblemError`
  /// says of itself.
  package static func unwritten(_ failure: Writer.Failure) -> Problem {
    switch failure {
    case .diskFull: return storageFull
    case .overloaded, .closed:
      var problem = Problem(.serviceUnavailable, "busy", "Too many changes are waiting.")
      problem.headers = [("Retry-After", "2")]
      return problem
    case .refused(let error as any ProblemError): return error.problem
    case .sqlite, .refused: return unreadable
    }
  }

  /// 507: nothing was kept, and reads go on.
  package static var storageFull: Problem {
    Problem(
      .insufficientStorage, "storage-full", "There is no room for this.",
      detail: "Nothing of it was kept. Tell the operator.")
  }

  /// 500: the cause is for the log, not for the caller.
  package static var unreadable: Problem {
    Problem(.internalServerError, "storage-error", "The storage did not answer.")
  }
}

/// What a piece of work throws to be undone, and how that is answered.
package protocol ProblemError: Error {
  var problem: Problem { get }
}

extension SessionEnded: ProblemError {
  package var problem: Problem { .notSignedIn }
}

extension AccessoryTaken: ProblemError {
  package var problem: Problem {
    Problem(.conflict, "accessory-taken", "The accessory is linked already.")
  }
}

extension DeviceDesk.TooMany: ProblemError {
  package var problem: Problem {
    Problem(
      .conflict, "too-many-devices", "The account has too many devices.",
      detail: "At most \(AccountPolicy.mostDevices); remove one that is not used.")
  }
}

extension BodyMistake: ProblemError {
  package var problem: Problem { .refusing(self) }
}

extension QueryMistake: ProblemError {
  package var problem: Problem { .badQuery(parameter, rule) }
}

/// For a refusal that has no type of its own.
struct Refusal: ProblemError {
  let problem: Problem
  init(_ problem: Problem) { self.problem = problem }
}

extension AccountDesk {
  /// Does the work on the writer's thread and answers after its commit. The caller's session is asked for again there, first.
  ///
  /// - Parameter caller: nil for a route that anyone may call.
  package func later<T: Sendable>(
    as caller: Caller?, _ work: @escaping @Sendable (Transaction) throws -> T,
    answer: @escaping @Sendable (T) -> Response
  ) -> Answer {
    .later { self.finish($0, as: caller, work, answer: answer) }
  }

  /// The same for an answer that something else was done for before.
  package func finish<T: Sendable>(
    _ completion: Completion, as caller: Caller?,
    _ work: @escaping @Sendable (Transaction) throws -> T,
    answer: @escaping @Sendable (T) -> Response
  ) {
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
