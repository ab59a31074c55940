/// One thing a command can be told, and the type that its action reads it as.
///
/// ```swift
/// let port = Parameter.option("port", "PORT", default: UInt16(8080), help: "where to listen")
/// Command("serve", "Run the gateway", parameters: [port]) { invocation in
///   listen(invocation[port])  // a UInt16
/// }
/// ```
package struct Parameter<Value: Sendable>: AnyParameter {
  package let shape: ParameterShape
  private let read: @Sendable ([String]) throws(UsageError) -> Value

  private init(
    _ shape: ParameterShape, read: @escaping @Sendable ([String]) throws(UsageError) -> Value
  ) {
    self.shape = shape
    self.read = read
  }

  package func value(from words: [String]) throws(UsageError) -> any Sendable { try read(words) }
}

/// A parameter of any type, as commands hold them.
package protocol AnyParameter: Sendable {
  var shape: ParameterShape { get }
  /// The typed value. `words` are what was given for it, in order; empty when nothing was.
  func value(from words: [String]) throws(UsageError) -> any Sendable
}

/// Everything about a parameter but its type: what the parser, the help pages and the completions need.
package struct ParameterShape: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `--name`, no value.
    case flag
    /// `--name value` or `--name=value`.
    case option
    /// By position.
    case positional
  }
  /// What a shell offers when the value is to be completed.
  package enum Completion: Hashable, Sendable {
    case nothing
    case files
    case directories
    case choices([String])
  }

  /// Without dashes.
  package let name: String
  package let kind: Kind
  package var short: Character?
  /// As "PORT", in help pages. Empty for flags.
  package var placeholder = ""
  package var help: String
  package var isRequired = false
  package var isRepeated = false
  /// As it would be written.
  package var defaultValue: String?
  /// The variable that is asked when the command line says nothing.
  package var environment: String?
  package var completion = Completion.nothing

  /// `--port`, or `FILE` for a positional: what messages call it.
  package var title: String { kind == .positional ? placeholder : "--" + name }
}

extension Parameter {
  /// A flag without a value; true when given.
  package static func flag(_ name: String, short: Character? = nil, help: String) -> Parameter
  where Value == Bool {
    Parameter(ParameterShape(name: name, kind: .flag, short: short, help: help)) { !$0.isEmpty }
  }

  /// An option that may be left out.
  package static func option<Content: ArgumentValue>(
    _ name: String, _ placeholder: String, of: Content.Type = Content.self,
    short: Character? = nil, environment: String? = nil,
    completion: ParameterShape.Completion = .nothing, help: String
  ) -> Parameter where Value == Content? {
    let shape = ParameterShape(
      name: name, kind: .option, short: short, placeholder: placeholder, help: help,
      environment: environment, completion: completion.or(Content.choices))
    return Parameter(shape) { words throws(UsageError) in
      guard let word = words.last else { return nil }
      return try parse(word, as: Content.self, for: shape)
    }
  }

  /// An option with a value that holds when it is left out.
  package static func option(
    _ name: String, _ placeholder: String, default fallback: Value, short: Character? = nil,
    environment: String? = nil, completion: ParameterShape.Completion = .nothing, help: String
  ) -> Parameter where Value: ArgumentValue {
    let shape = ParameterShape(
      name: name, kind: .option, short: short, placeholder: placeholder, help: help,
      defaultValue: fallback.argument, environment: environment,
      completion: completion.or(Value.choices))
    return Parameter(shape) { words throws(UsageError) in
      guard let word = words.last else { return fallback }
      return try parse(word, as: Value.self, for: shape)
    }
  }

  /// An option that must be given.
  package static func required(
    _ name: String, _ placeholder: String, of: Value.Type = Value.self, short: Character? = nil,
    environment: String? = nil, completion: ParameterShape.Completion = .nothing, help: String
  ) -> Parameter where Value: ArgumentValue {
    let shape = ParameterShape(
      name: name, kind: .option, short: short, placeholder: placeholder, help: help,
      isRequired: true, environment: environment, completion: completion.or(Value.choices))
    return Parameter(shape) { words throws(UsageError) in
      try parse(words.last ?? "", as: Value.self, for: shape)
    }
  }

  /// An option that may be given again and again.
  package static func repeated<Content: ArgumentValue>(
    _ name: String, _ placeholder: String, of: Content.Type = Content.self,
    short: Character? = nil, completion: ParameterShape.Completion = .nothing, help: String
  ) -> Parameter where Value == [Content] {
    let shape = ParameterShape(
      name: name, kind: .option, short: short, placeholder: placeholder, help: help,
      isRepeated: true, completion: completion.or(Content.choices))
    return Parameter(shape) { words throws(UsageError) in
      try parseAll(words, as: Content.self, for: shape)
    }
  }

  /// A word by its position, which must be given.
  package static func argument(
    _ placeholder: String, of: Value.Type = Value.self,
    completion: ParameterShape.Completion = .nothing, help: String
  ) -> Parameter where Value: ArgumentValue {
    let shape = ParameterShape(
      name: placeholder, kind: .positional, placeholder: placeholder, help: help,
      isRequired: true, completion: completion.or(Value.choices))
    return Parameter(shape) { words throws(UsageError) in
      try parse(words.last ?? "", as: Value.self, for: shape)
    }
  }

  /// A word by its position, which may be left out: only after all that must be given.
  package static func optionalArgument<Content: ArgumentValue>(
    _ placeholder: String, of: Content.Type = Content.self,
    completion: ParameterShape.Completion = .nothing, help: String
  ) -> Parameter where Value == Content? {
    let shape = ParameterShape(
      name: placeholder, kind: .positional, placeholder: placeholder, help: help,
      completion: completion.or(Content.choices))
    return Parameter(shape) { words throws(UsageError) in
      guard let word = words.last else { return nil }
      return try parse(word, as: Content.self, for: shape)
    }
  }

  /// All words that are left, in order. At most one, and last.
  package static func arguments<Content: ArgumentValue>(
    _ placeholder: String, of: Content.Type = Content.self, isRequired: Bool = false,
    completion: ParameterShape.Completion = .nothing, help: String
  ) -> Parameter where Value == [Content] {
    let shape = ParameterShape(
      name: placeholder, kind: .positional, placeholder: placeholder, help: help,
      isRequired: isRequired, isRepeated: true, completion: completion.or(Content.choices))
    return Parameter(shape) { words throws(UsageError) in
      try parseAll(words, as: Content.self, for: shape)
    }
  }
}

extension ParameterShape.Completion {
  fileprivate func or(_ choices: [String]) -> ParameterShape.Completion {
    self == .nothing && !choices.isEmpty ? .choices(choices) : self
  }
}

private func parse<Content: ArgumentValue>(
  _ word: String, as: Content.Type, for shape: ParameterShape
) throws(UsageError) -> Content {
  if let value = Content(argument: word) { return value }
  throw UsageError(
    "\(shape.title) takes \(Content.expectation), not '\(word)'",
    hint: Suggestion.sentence(for: word, among: Content.choices))
}

private func parseAll<Content: ArgumentValue>(
  _ words: [String], as: Content.Type, for shape: ParameterShape
) throws(UsageError) -> [Content] {
  var values: [Content] = []
  for word in words { values.append(try parse(word, as: Content.self, for: shape)) }
  return values
}
