import Glibc

/// A whole command-line program: its tree, and what every tree gets for free: `--help` at each level, `--version`,
/// `completion <shell>`.
package struct Program: Sendable {
  private let root: Command
  private let version: String

  /// - Parameter root: a group; its name is the program's.
  package init(_ root: Command, version: String) {
    self.root = Command(
      root.name, root.summary, details: root.details, parameters: root.parameters,
      examples: root.examples,
      commands: root.commands + [Program.completionCommand(for: root)])
    self.version = version
  }

  /// Runs what the process was started with, on its own terminal; give the answer to `exit`.
  package func run() -> Int32 {
    var environment: [String: String] = [:]
    for entry in Program.environmentEntries() {
      guard let equals = entry.firstIndex(of: "=") else { continue }
      environment[String(entry[..<equals])] = String(entry[entry.index(after: equals)...])
    }
    return run(
      Array(CommandLine.arguments.dropFirst()), environment: environment,
      terminal: Terminal(environment: environment)
    ).rawValue
  }

  /// - Parameter words: without the program's name.
  package func run(
    _ words: [String], environment: [String: String], terminal: Terminal
  ) -> ExitCode {
    do throws(CommandLineParser.Refusal) {
      switch try CommandLineParser(root: root).parse(words, environment: environment) {
      case .showVersion:
        terminal.print("\(root.name) \(version)")
        return .ok
      case .showHelp(let path):
        let page = HelpPage(path: path, width: terminal.width())
        terminal.print(page.text { terminal.styled($0, .bold) })
        return .ok
      case .run(let action, let values, let given):
        return run(
          action, with: Invocation(values: values, given: given, terminal: terminal))
      }
    } catch {
      explain(error.error, on: terminal)
      let call = error.path.map(\.name).joined(separator: " ")
      terminal.print("Run '\(call) --help' for what it takes.", to: .errors)
      return .usage
    }
  }

  private func run(_ action: Command.Action, with invocation: Invocation) -> ExitCode {
    do {
      return try action(invocation)
    } catch let failure as any CommandFailure {
      explain(failure, on: invocation.terminal)
      return failure.exitCode
    } catch {
      explain(UsageError(String(describing: error)), on: invocation.terminal)
      return .failed
    }
  }

  private func explain(_ failure: any CommandFailure, on terminal: Terminal) {
    let start = terminal.styled("\(root.name):", .red, on: .errors)
    terminal.print("\(start) \(Program.plainLines(failure.explanation))", to: .errors)
    if let hint = failure.hint { terminal.print(Program.plainLines(hint), to: .errors) }
  }

  /// Several lines are fine in a message; nothing else that steers a terminal is.
  private static func plainLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Terminal.plain(String($0)) }.joined(separator: "\n")
  }

  private static func completionCommand(for root: Command) -> Command {
    let shell = Parameter.argument(
      "SHELL", of: CompletionScript.Shell.self, help: "bash, zsh or fish")
    return Command(
      "completion", "Print a script that completes commands in a shell",
      parameters: [shell],
      examples: [
        .init(
          "source <(\(root.name) completion bash)", "Complete in this shell until it ends"),
        .init(
          "\(root.name) completion fish > ~/.config/fish/completions/\(root.name).fish",
          "Complete in every new fish"),
      ]
    ) { invocation in
      invocation.terminal.print(CompletionScript(root: root, shell: invocation[shell]).text)
      return .ok
    }
  }

  private static func environmentEntries() -> [String] {
    var entries: [String] = []
    var next = environ
    while let entry = next.pointee {
      entries.append(String(cString: entry))
      next += 1
    }
    return entries
  }
}
