import Commands
import Gateway

/// `lanyard serve`: runs a gateway until it is told to end.
enum ServeCommand {
  private static let printUnit = Parameter<Bool>.flag(
    "print-unit", help: "print a hardened systemd unit for this program, and end")

  static var command: Command {
    Command(
      "serve", "Run the gateway until SIGTERM or Ctrl-C",
      details: """
        SIGTERM drains: /readyz says no, new connections end, requests under way finish, streams are told to reconnect, the \
        last commit lands. SIGHUP reads the certificate again.

        The log goes to standard error: text on a terminal, a line of JSON for each entry elsewhere.
        """,
      parameters: [printUnit] + ConfigurationFlags.all,
      examples: [
        .init("lanyard serve --data-directory /srv/lanyard", "Serve on this machine alone"),
        .init(
          "lanyard serve --print-unit | sudo tee /etc/systemd/system/lanyard.service",
          "Let systemd run it"),
      ]
    ) { invocation in
      if invocation[printUnit] {
        let program = try ThisProgram.path()
        invocation.terminal.print(
          SystemdUnit.text(program: program, configuration: invocation[ConfigurationFlags.file]))
        if SystemdUnit.hides(program) {
          invocation.terminal.print(
            "The service will not see \(program): put it in /usr/local/bin, and print the unit from there.",
            to: .errors)
        }
        return .ok
      }
      let service = try ServiceProcess.starting(ConfigurationFlags.configuration(invocation))
      return try service.run() ? .ok : .failed
    }
  }
}
