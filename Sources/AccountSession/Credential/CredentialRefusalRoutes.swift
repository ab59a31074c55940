import HTTP
import JSON

/// How credentials say no. None of these depends on whether there is an account.
extension Problem {
  /// 401 for whatever is wrong with a sign-in (BF-10).
  static var signInRefused: Problem {
    var problem = Problem(
      .unauthorized, "sign-in-refused", "The identifier or the password is wrong.",
      detail:
        "Or the password is shut for new clients; a phone that was signed in before still may.")
    problem.headers = [("WWW-Authenticate", "Bearer")]
    return problem
  }

  /// 403 for a session that has not proved itself.
  static var proofRefused: Problem {
    Problem(.forbidden, "password-wrong", "The password is wrong.")
  }

  /// 403 for whatever is wrong with a code or its ticket.
  static var codeRefused: Problem {
    Problem(
      .forbidden, "code-refused", "The code is wrong, or over.",
      detail: "After five wrong codes, or ten minutes, ask for another.")
  }

  /// 422 with the reason (PW-06).
  static func refusing(_ flaw: PasswordFlaw, policy: CredentialPolicy) -> Problem {
    let detail =
      switch flaw {
      case .tooShort: "It needs at least \(policy.leastCodePoints) characters."
      case .tooLong:
        "It may have \(policy.mostCodePoints) characters and \(policy.mostPasswordBytes) bytes."
      case .common: "It is made of words that are tried first."
      case .aboutYou: "It is made of your own address or names."
      case .repetitive: "It repeats itself, or runs along the alphabet or the keyboard."
      }
    var problem = Problem(
      .unprocessableContent, "password-unfit", "Choose another password.", detail: detail)
    problem.members = [("reason", JSONValue.string(flaw.rawValue).encoded())]
    return problem
  }

  /// 429 (BF-09).
  static func wait(until next: Timestamp, now: Timestamp) -> Problem {
    let milliseconds = max(1, next.milliseconds - now.milliseconds)
    var problem = Problem(
      .tooManyRequests, "too-many-attempts", "Too many attempts.",
      detail: "Wait as long as Retry-After says. A phone that was signed in before is not held up.")
    problem.headers = [("Retry-After", String((milliseconds + 999) / 1_000))]
    return problem
  }

  /// 503: more passwords are being checked than this machine can.
  static var tooManyHashes: Problem {
    var problem = Problem(.serviceUnavailable, "busy", "Too many sign-ins at once.")
    problem.headers = [("Retry-After", "2")]
    return problem
  }

  /// 403 after a right password, so that only its owner learns it.
  static func beyondRoles(_ scope: Scope) -> Problem {
    var problem = Problem(
      .forbidden, "role-missing", "The account may not do this.",
      detail: "Its roles do not reach the scope \(scope.names.joined(separator: " ")).")
    problem.members = [("scope", JSONValue.array(scope.names.map { .string($0) }).encoded())]
    return problem
  }
}

extension CredentialDesk.CodeWish {
  /// - Parameter name: of the member that holds the ticket.
  func response(named name: String, now: Timestamp) -> Response {
    switch self {
    case .begun(let ticket, let expiresAt):
      .json(
        .accepted,
        JSONValue.object([
          name: .string(ticket.text), "expires_at": .string(expiresAt.description),
        ]).encoded())
    case .wait(let next): Problem.wait(until: next, now: now).response
    }
  }
}
