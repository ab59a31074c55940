/// One command of a program: either a group of further ones, or something to do.
package struct Command: Sendable {
  package typealias Action = @Sendable (Invocation) throws -> ExitCode

  /// What a person would type, and what it would do.
  package struct Example: Sendable {
    package let line: String
    package let purpose: String
    package init(_ line: String, _ purpose: String) {
      self.line = line
      self.purpose = purpose
    }
  }

  enum Role: Sendable {
    case group([Command])
    case action(Action)
  }

  let name: String
  let summary: String
  let details: String
  let parameters: [any AnyParameter]
  let examples: [Example]
  let role: Role

  /// A command that does something.
  ///
  /// - Parameters:
  ///   - summary: one line, starting with a verb, without a full stop.
  ///   - details: paragraphs for the help page; what it does, to what, and what it leaves alone.
  ///   - parameters: in the order of the help page; positionals in the order of the line.
  ///   - action: on the main thread. What it throws is explained on standard error.
  package init(
    _ name: String, _ summary: String, details: String = "",
    parameters: [any AnyParameter] = [], examples: [Example] = [], action: @escaping Action
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.parameters = parameters
    self.examples = examples
    role = .action(action)
    checkParameters()
  }

  /// A group of commands. Its `parameters` can be given to each of them, before or after its name.
  package init(
    _ name: String, _ summary: String, details: String = "",
    parameters: [any AnyParameter] = [], examples: [Example] = [], commands: [Command]
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.parameters = parameters
    self.examples = examples
    role = .group(commands)
    precondition(
      parameters.allSatisfy { $0.shape.kind != .positional }, "\(name): a group with a positional")
    precondition(
      Set(commands.map(\.name)).count == commands.count, "\(name): two commands of one name")
    checkParameters()
  }

  var commands: [Command] {
    switch role {
    case .group(let commands): commands
    case .action: []
    }
  }

  func command(named name: String) -> Command? { commands.first { $0.name == name } }

  /// Traps on a tree that could not be parsed without doubt: it is source text, and every test of a program builds it.
  private func checkParameters() {
    let shapes = parameters.map(\.shape)
    precondition(
      Set(shapes.map(\.name)).count == shapes.count, "\(name): two parameters of one name")
    let shorts = shapes.compactMap(\.short)
    precondition(Set(shorts).count == shorts.count, "\(name): two parameters of one letter")
    let positionals = shapes.filter { $0.kind == .positional }
    precondition(
      positionals.dropLast().allSatisfy { !$0.isRepeated }, "\(name): only the last may repeat")
    precondition(
      positionals.drop { $0.isRequired }.allSatisfy { !$0.isRequired },
      "\(name): a required positional after an optional one")
  }
}
