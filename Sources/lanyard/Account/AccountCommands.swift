import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// `lanyard account`: the own account, and for operators those of others.
enum AccountCommands {
  private static let asOperator = Parameter<Bool>.flag(
    "operator", help: "ask for the operator's rights as well; the account needs the role")

  private static let signIn = SignInCommands(
    Remote.identity, details: "Any account will do; operators add --operator.",
    parameters: [asOperator]
  ) { call in ["sync", "account"] + (call[asOperator] ? ["operate"] : []) }

  static let command = Command(
    "account", "Sign in, and look after accounts",
    details: """
      What concerns the own account needs a sign-in. What concerns others needs the role operator and a sign-in with --operator. \
      The first operator is made with 'lanyard account bootstrap' on the gateway's own machine.
      """,
    commands: [
      signIn.login, signIn.logout, signIn.whoami,
      SessionCommands.sessions, SessionCommands.devices, SessionCommands.log,
      FactorCommands.factors, FactorCommands.recoveryCodes,
      OperatorCommands.show, OperatorCommands.create, OperatorCommands.roles,
      EntitlementCommands.list, EntitlementCommands.grant, EntitlementCommands.revoke,
      OperatorCommands.signOut, OperatorCommands.log, BootstrapCommand.command,
      VerifyLogCommand.command,
    ])
}
