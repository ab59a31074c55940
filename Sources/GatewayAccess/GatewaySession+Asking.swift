import Commands
import HTTP
package import HTTPClient
import JSON

/// Asking as somebody does who sits at a terminal.
extension GatewaySession {
  /// The answer when it is a yes; a no is thrown. Where the gateway wants a fresh proof of who asks, or an approval, the person is asked for
  /// it in the gateway's own words.
  package func ask(_ request: ClientRequest) throws -> ClientResponse {
    do {
      return try send(request).orRefused()
    } catch HTTPClientError.refused(let problem) where problem.slug == "step-up-required" {
      try prove(problem)
      return try send(request).orRefused()
    }
  }

  private func prove(_ problem: RemoteProblem) throws {
    let question = "This needs the password of \(stored.identifier) once more:"
    var proof: JSONObject = [:]
    if case .object(let approval)? = problem.members["approve"] {
      let words = approval.text("text").map { Terminal.plain($0) + "\n" } ?? ""
      proof["approve"] = .object(approval)
      proof["password"] = .string(try SecretPrompt.ask(words + question))
    } else {
      proof["password"] = .string(try SecretPrompt.ask(question))
    }
    try SecondFactorPrompt.completing(&proof) { try stepUp($0) }
  }
}

/// Asks for the code of an authenticator, where the account has one.
enum SecondFactorPrompt {
  /// Tries without a code, and once more with one when the gateway says that there is a second factor. A code with hyphens is one on
  /// paper, for who has lost the authenticator.
  static func completing<Answer>(
    _ proof: inout JSONObject, _ attempt: (JSONObject) throws -> Answer
  ) throws -> Answer {
    do {
      return try attempt(proof)
    } catch HTTPClientError.refused(let problem) where problem.slug == "second-factor-required" {
      let code = try SecretPrompt.ask("The code that your authenticator shows, or a recovery code:")
      proof[code.contains("-") ? "recovery_code" : "code"] = .string(code)
      return try attempt(proof)
    }
  }
}
