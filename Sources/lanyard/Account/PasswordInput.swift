import Commands
import GatewayAccess

/// A new password, typed twice or read from a pipe.
enum PasswordInput {
  static let fromStandardInput = Parameter<Bool>.flag(
    "password-stdin", help: "read the password from standard input instead of asking for it")

  static func new(_ call: Invocation, for identifier: String) throws -> String {
    if call[fromStandardInput] { return try Prompt.secretFromStandardInput() }
    return try Prompt.newSecret("New password for \(identifier):")
  }
}
