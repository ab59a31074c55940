package import Commands
import HTTP
package import HTTPClient
import JSON
package import Kernel

/// What a program itself cannot do, in words for the person at the terminal.
package struct Failure: CommandFailure, Hashable {
  package let exitCode: ExitCode
  package let explanation: String
  package var hint: String?

  package init(_ exitCode: ExitCode, _ explanation: String, hint: String? = nil) {
    self.exitCode = exitCode
    self.explanation = explanation
    self.hint = hint
  }

  /// A file on this machine.
  package init(_ error: KernelError, _ doing: String) {
    let isMissing = error.errno == .noSuchFile
    self.init(isMissing ? .notFound : .failed, "cannot \(doing): \(error)")
  }

}

extension HTTPClientError: CommandFailure {
  package var exitCode: ExitCode {
    switch self {
    case .unreachable, .notTrusted, .plain, .silent, .cutShort, .malformed: .unreachable
    case .tooLong, .file: .failed
    case .refused(let problem):
      switch problem.status {
      case .unauthorized, .forbidden: .refused
      case .notFound, .gone: .notFound
      case .conflict, .preconditionFailed: .conflict
      case .unprocessableContent: .mistakes
      default: .failed
      }
    }
  }

  package var explanation: String {
    guard case .refused(let problem) = self else { return description }
    return ([problem.description] + problem.mistakes).joined(separator: "\n  ")
  }

  package var hint: String? {
    switch self {
    case .plain: "Use https, or --allow-plain-http if nobody listens in between."
    case .notTrusted:
      "If the gateway has a certificate of its own, sign in with --authorities FILE."
    case .refused(let problem):
      switch problem.slug {
      case "not-signed-in": "Sign in again."
      case "scope-missing": "Sign in again, with --operator if the account is an operator's."
      case "untrusted-signature":
        "Give the output of 'lanyard-publish key show --json' to an operator, who adds it to the gateway."
      default:
        problem.retryAfter.map { "Try again in \($0) s." }
      }
    case .unreachable, .silent, .cutShort, .malformed, .tooLong, .file: nil
    }
  }
}

extension RemoteProblem {
  /// One line each, of a document that the gateway refuses.
  fileprivate var mistakes: [String] {
    guard case .array(let mistakes)? = members["mistakes"] else { return [] }
    return mistakes.compactMap { mistake in
      guard case .object(let mistake) = mistake, let problem = mistake.text("problem") else {
        return nil
      }
      let path = mistake.text("path").map { "\($0): " } ?? ""
      return path + problem + (mistake.text("remedy").map { "; \($0)" } ?? "")
    }
  }
}
