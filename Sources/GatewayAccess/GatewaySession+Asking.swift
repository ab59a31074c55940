package import Commands
import HTTP
package import HTTPClient
package import JSON

/// Where a proof comes from when the gateway wants a fresh one of who asks.
package enum ProofSource: Sendable {
  case terminal
  case standardInput

  /// For commands that may be asked for one.
  package static let parameter = Parameter<Bool>.flag(
    "password-stdin",
    help:
      "should the gateway ask for the password once more, read it from standard input, and a code from its second line"
  )

  /// - Parameter call: of a command that has `parameter`.
  package init(_ call: Invocation) { self = call[Self.parameter] ? .standardInput : .terminal }

  func secret(_ question: String) throws -> String {
    switch self {
    case .terminal: try Prompt.secret(question)
    case .standardInput: try Prompt.secretFromStandardInput()
    }
  }
}

/// Asking as somebody does who sits at a terminal, or as a script of theirs.
extension GatewaySession {
  /// The answer when it is a yes; a no is thrown. Where the gateway wants a fresh proof of who asks, or an approval, the person is asked for
  /// it in the gateway's own words.
  package func ask(
    _ request: ClientRequest, proof source: ProofSource = .terminal
  ) throws -> ClientResponse {
    do {
      return try send(request).orRefused()
    } catch HTTPClientError.refused(let problem) where problem.slug == "step-up-required" {
      try prove(problem, by: source)
      return try send(request).orRefused()
    }
  }

  /// The same, of an answer that is an object.
  package func object(_ request: ClientRequest) throws -> JSONObject {
    guard case .object(let object)? = try ask(request).json else {
      throw HTTPClientError.malformed(stored.gateway)
    }
    return object
  }

  private func prove(_ problem: RemoteProblem, by source: ProofSource) throws {
    let question = "This needs the password of \(stored.identifier) once more:"
    var proof: JSONObject = [:]
    if case .object(let approval)? = problem.members["approve"] {
      let words = approval.text("text").map { Terminal.plain($0) + "\n" } ?? ""
      proof["approve"] = .object(approval)
      proof["password"] = .string(try source.secret(words + question))
    } else {
      proof["password"] = .string(try source.secret(question))
    }
    try SecondFactorPrompt.completing(&proof, by: source) { try stepUp($0) }
  }
}

/// Asks for the code of an authenticator, where the account has one.
enum SecondFactorPrompt {
  /// Tries without a code, and once more with one when the gateway says that there is a second factor. A code with hyphens is one on
  /// paper, for who has lost the authenticator.
  static func completing<Answer>(
    _ proof: inout JSONObject, by source: ProofSource = .terminal,
    _ attempt: (JSONObject) throws -> Answer
  ) throws -> Answer {
    do {
      return try attempt(proof)
    } catch HTTPClientError.refused(let problem) where problem.slug == "second-factor-required" {
      let code = try source.secret(
        "The code that your authenticator shows, or a recovery code:")
      proof[code.contains("-") ? "recovery_code" : "code"] = .string(code)
      return try attempt(proof)
    }
  }
}
