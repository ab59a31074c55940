import Commands

/// The tree of commands. What each one does stands in the file of its name.
enum LanyardProgram {
  static let version = "0.1.0"

  static var program: Program { Program(root, version: version) }

  static var root: Command {
    Command(
      "lanyard", "Run and ask a gateway for accessories, themes and updates",
      details: """
        One session answers everywhere: what an account may have of themes, updates and accessories is decided in one place, \
        and ends in one moment.

        'lanyard demo' shows all of it with a simulated radio and nothing to set up.
        """,
      examples: [
        .init("lanyard demo", "See the whole product, with a simulated band and scales"),
        .init("lanyard demo --tour", "Let it tell its story once, step by step, and check itself"),
        .init(
          "lanyard serve --config /etc/lanyard/lanyard.conf",
          "Run a gateway until it is told to end"
        ),
      ],
      commands: [
        DemoCommand.command, ServeCommand.command, ConfigCommand.command, BackupCommand.command,
        AccountCommands.command, AccessoryCommands.command,
      ])
  }
}
