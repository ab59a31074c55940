/// How a command ended, for scripts to switch on. The numbers are part of the interface and never change.
package enum ExitCode: Int32, CaseIterable, Sendable {
  case ok = 0
  case failed = 1
  case usage = 2
  case refused = 3
  case notFound = 4
  case conflict = 5
  case mistakes = 6
  case unreachable = 7

  /// One line for the help page.
  package var meaning: String {
    switch self {
    case .ok: "it worked"
    case .failed: "it failed; the message says why"
    case .usage: "the command line is not one this program understands"
    case .refused: "not signed in, or not allowed"
    case .notFound: "what was asked for does not exist"
    case .conflict: "it exists already, or was changed meanwhile"
    case .mistakes: "a check found mistakes; each one is listed"
    case .unreachable: "the gateway did not answer"
    }
  }
}

/// An error that knows how the process should end because of it. Anything else ends it with `ExitCode.failed`.
package protocol CommandFailure: Error {
  var exitCode: ExitCode { get }
  /// What went wrong, as a sentence without the program's name: "no theme is called aurora".
  var explanation: String { get }
  /// What the person can do about it, or nil.
  var hint: String? { get }
}

/// A command line that cannot be understood, or a parameter that does not fit.
package struct UsageError: CommandFailure, Hashable {
  package let explanation: String
  package let hint: String?
  package var exitCode: ExitCode { .usage }

  package init(_ explanation: String, hint: String? = nil) {
    self.explanation = explanation
    self.hint = hint
  }
}
