import Commands
import Gateway
import GatewayAccess

/// `lanyard account bootstrap`: the first operator, made in the data directory itself, because nobody is there yet who could be asked.
enum BootstrapCommand {
  private static let data = Parameter<String>.required(
    "data", "DIR", environment: "LANYARD_DATA_DIRECTORY", completion: .directories,
    help: "the gateway's data directory, on this machine")
  private static let identifier = Parameter<String>.required(
    "identifier", "IDENTIFIER", short: "i", help: "the operator's e-mail address or phone number")
  private static let publisher = Parameter<Bool>.flag(
    "publisher", help: "let the account publish as well")

  static let command = Command(
    "bootstrap", "Make the first operator, on the gateway's own machine",
    details: """
      Writes to the data directory, so it needs the rights of the gateway's user; the gateway may be running. Everything \
      after it goes over the API, signed in.
      """,
    parameters: [data, identifier, publisher, PasswordInput.fromStandardInput],
    examples: [
      .init(
        "sudo lanyard account bootstrap --data /var/lib/lanyard -i ada@example.org",
        "Make Ada the operator; asks for her password")
    ]
  ) { call in
    let password = try PasswordInput.new(call, for: call[identifier])
    let account = try Bootstrap.makeOperator(
      in: call[data], identifier: call[identifier], password: password,
      isPublisher: call[publisher])
    call.terminal.print("\(account) is an operator. Sign in: lanyard account login --operator.")
    return .ok
  }
}
