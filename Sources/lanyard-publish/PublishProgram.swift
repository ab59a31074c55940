import Commands
import GatewayAccess
import SignedMetadata

/// The whole of `lanyard-publish`, as a tree.
enum PublishProgram {
  static let identity = ClientProgram(
    name: "lanyard-publish", signIn: "login", sessionFile: "publish.json")

  private static let asOperator = Parameter<Bool>.flag(
    "operator", help: "ask for the right to trust keys as well; the account needs the role operator"
  )

  private static let signIn = SignInCommands(
    identity,
    details: "The account needs the role publisher, or operator to say which keys are trusted.",
    parameters: [asOperator]
  ) { call in ["account", "publish"] + (call[asOperator] ? ["operate"] : []) }

  /// The gateway that somebody is signed in to.
  static func session(_ call: Invocation) throws -> GatewaySession {
    try GatewaySession(home: Home(of: identity, environment: call.terminal.environment))
  }

  static let root = Command(
    "lanyard-publish", "Publish themes and firmware on a gateway",
    details: """
      Content is checked and signed here, on the content team's own machine, and published over the gateway's API. The gateway never \
      sees the key: it can withhold what you publish, but not change it.
      """,
    examples: [
      .init("lanyard-publish check Catalog Firmware", "Find mistakes before anybody else does"),
      .init("lanyard-publish theme publish Catalog/aurora", "Publish a theme"),
    ],
    commands: [
      signIn.login, signIn.logout, signIn.whoami, KeyCommands.all,
      CheckCommand.command, ListCommands.all,
      Command(
        "theme", "Publish and list themes",
        commands: [
          PublishCommands(kind: .theme, role: .themes).command, ListCommands.ofThemes,
        ]),
      Command(
        "firmware", "Publish and list releases",
        commands: [
          PublishCommands(kind: .release, role: .firmware).command, ListCommands.ofReleases,
          RolloutCommand.command,
        ]),
    ])

  static let program = Program(root, version: "0.1.0")
}
