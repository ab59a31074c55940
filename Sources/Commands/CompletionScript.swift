/// A script for a shell that completes commands, flags and values. Made from the tree, so it is never out of date.
struct CompletionScript {
  enum Shell: String, CaseIterable, ArgumentValue {
    case bash
    case zsh
    case fish
  }

  let root: Command
  let shell: Shell

  var text: String {
    switch shell {
    case .bash: BashCompletion(nodes: nodes, program: root.name).text
    case .zsh: ZshCompletion(nodes: nodes, program: root.name).text
    case .fish: FishCompletion(nodes: nodes, program: root.name).text
    }
  }

  /// One command with everything that can be typed after it.
  struct Node {
    /// Names from the program's own downwards, joined by spaces.
    let path: String
    let summary: String
    let commands: [(name: String, summary: String)]
    let flags: [ParameterShape]
    let positional: ParameterShape.Completion
  }

  private var nodes: [Node] {
    CompletionScript.nodes(of: [root])
  }

  private static func nodes(of path: [Command]) -> [Node] {
    guard let command = path.last else { return [] }
    let shapes = path.reversed().flatMap { $0.parameters.map(\.shape) }
    var commands = command.commands.map { (name: $0.name, summary: $0.summary) }
    if path.count == 1 { commands.append(("completion", "Print a completion script")) }
    let node = Node(
      path: path.map(\.name).joined(separator: " "), summary: command.summary,
      commands: commands,
      flags: shapes.filter { $0.kind != .positional }
        + (path.count == 1 ? [version, help] : [help]),
      positional: command.parameters.map(\.shape).first { $0.kind == .positional }?.completion
        ?? .nothing)
    return [node] + (path.count == 1 ? [completion(of: command)] : [])
      + command.commands.flatMap { nodes(of: path + [$0]) }
  }

  // What `Program` adds to every tree.

  private static let help = ParameterShape(
    name: "help", kind: .flag, short: "h", help: "explain this command")
  private static let version = ParameterShape(
    name: "version", kind: .flag, help: "show the program's version")

  private static func completion(of root: Command) -> Node {
    Node(
      path: root.name + " completion", summary: "Print a completion script", commands: [],
      flags: [help], positional: .choices(Shell.choices))
  }

  /// A word in single quotes, which every one of the three shells reads the same way but for the quote itself.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
