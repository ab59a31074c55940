import Commands
import GatewayAccess

/// A new password, typed twice or read from a pipe.
enum PasswordInput {
  static let fromStandardInput = Parameter<Bool>.flag(
    "password-stdin", help: "read the password from standard input instead of asking for it")

  static func new(_ call: Invocation, for identifier: String) throws -> String {
    if call[fromStandardInput] { return try SecretPrompt.fromStandardInput() }
    let first = try SecretPrompt.ask("New password for \(identifier):")
    guard try SecretPrompt.ask("Once more:") == first else {
      throw Failure(.usage, "the two passwords differ")
    }
    return first
  }
}
