/// What a command was told, read by the parameters it declared, and the terminal to answer on.
package struct Invocation: Sendable {
  private let values: [String: any Sendable]
  /// Which parameters the command line (not the environment, not a default) has set.
  private let given: Set<String>
  package let terminal: Terminal

  init(values: [String: any Sendable], given: Set<String>, terminal: Terminal) {
    self.values = values
    self.given = given
    self.terminal = terminal
  }

  /// The value of a parameter of this command or of a group above it. Traps on any other: that is a mistake in the tree.
  package subscript<Value>(parameter: Parameter<Value>) -> Value {
    guard let value = values[parameter.shape.name] as? Value else {
      preconditionFailure("\(parameter.shape.title) was not declared on this command")
    }
    return value
  }

  /// Whether the command line itself said so.
  package func isGiven(_ parameter: any AnyParameter) -> Bool {
    given.contains(parameter.shape.name)
  }
}
