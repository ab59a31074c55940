/// What `--help` prints about one command.
struct HelpPage {
  let path: [Command]
  /// Columns of the terminal; lines are never longer than 100, which is as far as an eye follows.
  let width: Int

  private var command: Command { path[path.count - 1] }
  private var lineWidth: Int { max(40, min(width, 100)) }
  private var call: String { path.map(\.name).joined(separator: " ") }

  /// - Parameter heading: how section titles are written, for bold ones.
  func text(heading: (String) -> String) -> String {
    var sections: [String] = [introduction]
    func add(_ title: String, _ lines: [String]) {
      guard !lines.isEmpty else { return }
      sections.append(([heading(title)] + lines.map { "  " + $0 }).joined(separator: "\n"))
    }
    add("USAGE", [usage])
    add("COMMANDS", table(command.commands.map { ($0.name, $0.summary) }))
    add("ARGUMENTS", table(shapes.filter { $0.kind == .positional }.map(row)))
    add("FLAGS", table(ownFlags.map(row)))
    add("INHERITED FLAGS", table(inheritedFlags.map(row)))
    add("EXAMPLES", examples)
    add("EXIT CODES", table(ExitCode.allCases.map { (String($0.rawValue), $0.meaning) }))
    if !command.commands.isEmpty {
      add("LEARN MORE", ["Run '\(call) <command> --help' for more about a command."])
    }
    return sections.joined(separator: "\n\n")
  }

  private var introduction: String {
    let summary = command.summary + "."
    guard !command.details.isEmpty else { return summary }
    return ([summary, ""] + command.details.wrapped(to: lineWidth)).joined(separator: "\n")
  }

  private var usage: String {
    if !command.commands.isEmpty { return "\(call) <command> [flags]" }
    let words = shapes.filter { $0.kind == .positional }.map { shape in
      let word = "<\(shape.placeholder)>" + (shape.isRepeated ? "..." : "")
      return shape.isRequired ? word : "[\(word)]"
    }
    let required = shapes.filter { $0.kind == .option && $0.isRequired }.map {
      "--\($0.name) <\($0.placeholder)>"
    }
    return ([call] + words + required + ["[flags]"]).joined(separator: " ")
  }

  private var shapes: [ParameterShape] { command.parameters.map(\.shape) }

  private var ownFlags: [ParameterShape] {
    var flags = shapes.filter { $0.kind != .positional }
    flags.append(
      ParameterShape(name: "help", kind: .flag, short: "h", help: "explain this command"))
    if path.count == 1 {
      flags.append(ParameterShape(name: "version", kind: .flag, help: "print the version"))
    }
    return flags
  }

  private var inheritedFlags: [ParameterShape] {
    path.dropLast().reversed().flatMap { $0.parameters.map(\.shape) }
  }

  private func row(_ shape: ParameterShape) -> (String, String) {
    var help = shape.help
    if case .choices(let choices) = shape.completion, shape.kind == .option {
      help += ": " + choices.joined(separator: ", ")
    }
    if let defaultValue = shape.defaultValue { help += " (default: \(defaultValue))" }
    if let environment = shape.environment { help += " (or \(environment) in the environment)" }
    if shape.isRepeated, shape.kind == .option { help += " (can be repeated)" }
    guard shape.kind != .positional else { return (shape.placeholder, help) }
    let letter = shape.short.map { "-\($0), " } ?? "    "
    let value = shape.kind == .option ? " \(shape.placeholder)" : ""
    return ("\(letter)--\(shape.name)\(value)", help)
  }

  private func table(_ rows: [(String, String)]) -> [String] {
    let first = min(rows.map { $0.0.columns }.max() ?? 0, 32) + 2
    return rows.flatMap { name, help -> [String] in
      var lines = help.wrapped(to: max(20, lineWidth - first - 2))
      var start = name.padded(to: first)
      if name.columns >= first {
        lines.insert("", at: 0)
        start = name
      }
      return lines.enumerated().map { index, line in
        let text = (index == 0 ? start : String(repeating: " ", count: first)) + line
        return String(text.reversed().drop { $0 == " " }.reversed())
      }
    }
  }

  private var examples: [String] {
    command.examples.enumerated().flatMap { index, example in
      (index == 0 ? [] : [""]) + example.purpose.wrapped(to: lineWidth - 4).map { "# " + $0 }
        + ["$ " + example.line]
    }
  }
}
