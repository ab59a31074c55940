/// Words in, a decision out: what to run with what, or what to explain. Nothing is run here.
struct CommandLineParser {
  let root: Command

  enum Decision {
    case run(Command.Action, values: [String: any Sendable], given: Set<String>)
    case showHelp(path: [Command])
    case showVersion
  }

  /// A refusal with the command it was about, for "see … --help".
  struct Refusal: Error {
    let error: UsageError
    let path: [Command]
  }

  func parse(_ words: [String], environment: [String: String]) throws(Refusal) -> Decision {
    var reading = Reading(path: [root], words: words[...])
    do throws(UsageError) {
      return try reading.decide(environment: environment)
    } catch {
      throw Refusal(error: error, path: reading.path)
    }
  }
}

/// One pass over the words, from left to right.
private struct Reading {
  var path: [Command]
  var words: ArraySlice<String>
  private var given: [String: [String]] = [:]
  private var positionals: [String] = []
  private var wantsHelp = false
  private var wantsVersion = false

  init(path: [Command], words: ArraySlice<String>) {
    self.path = path
    self.words = words
  }

  private var command: Command { path[path.count - 1] }
  private var isGroup: Bool { if case .group = command.role { true } else { false } }
  /// Those of the command itself first, then of the groups around it.
  private var parameters: [any AnyParameter] { path.reversed().flatMap(\.parameters) }

  mutating func decide(environment: [String: String]) throws(UsageError)
    -> CommandLineParser.Decision
  {
    try readWords()
    if wantsVersion { return .showVersion }
    if wantsHelp { return .showHelp(path: path) }
    guard case .action(let action) = command.role else {
      guard path.count > 1 || given.isEmpty else {
        throw UsageError("\(command.name): which command?")
      }
      return .showHelp(path: path)
    }
    try assignPositionals()
    return .run(action, values: try values(environment), given: Set(given.keys))
  }

  private mutating func readWords() throws(UsageError) {
    while let word = words.popFirst() {
      if word == "--" {
        positionals += words
        words = []
      } else if word.hasPrefix("--") {
        try readLong(word.dropFirst(2))
      } else if word.hasPrefix("-"), word.count > 1 {
        try readShort(word.dropFirst())
      } else if isGroup {
        try enter(word)
      } else {
        positionals.append(word)
      }
    }
    if isGroup, let word = positionals.first { try enter(word) }
  }

  private mutating func enter(_ word: String) throws(UsageError) {
    if word == "help", path.count == 1, command.command(named: "help") == nil {
      wantsHelp = true
      return
    }
    guard let next = command.command(named: word) else {
      throw UsageError(
        "'\(word)' is not a command of \(path.map(\.name).joined(separator: " "))",
        hint: Suggestion.sentence(for: word, among: command.commands.map(\.name)))
    }
    path.append(next)
  }

  private mutating func readLong(_ text: Substring) throws(UsageError) {
    let equals = text.firstIndex(of: "=")
    let name = String(text[..<(equals ?? text.endIndex)])
    let attached = equals.map { String(text[text.index(after: $0)...]) }
    if name == "help", attached == nil {
      wantsHelp = true
      return
    }
    if name == "version", attached == nil, path.count == 1 {
      wantsVersion = true
      return
    }
    guard
      let shape = parameters.map(\.shape).first(where: { $0.kind != .positional && $0.name == name }
      )
    else {
      let known = parameters.map(\.shape).filter { $0.kind != .positional }.map { "--" + $0.name }
      throw UsageError(
        "there is no flag --\(name)",
        hint: Suggestion.sentence(for: "--" + name, among: known + ["--help"]))
    }
    switch (shape.kind, attached) {
    case (.flag, nil): give("", to: shape)
    case (.flag, _?): throw UsageError("--\(name) takes no value")
    case (_, let value?): try giveOnce(value, to: shape)
    case (_, nil): try giveOnce(nextValue(for: shape), to: shape)
    }
  }

  /// `-v`, `-vq`, `-p 80`, `-p80`.
  private mutating func readShort(_ letters: Substring) throws(UsageError) {
    var letters = letters
    while let letter = letters.popFirst() {
      if letter == "h", !parameters.contains(where: { $0.shape.short == "h" }) {
        wantsHelp = true
        continue
      }
      guard let shape = parameters.map(\.shape).first(where: { $0.short == letter }) else {
        throw UsageError(
          "there is no flag -\(letter)",
          hint: letter.isNumber ? "Put -- before words that start with a dash." : nil)
      }
      guard shape.kind == .option else {
        give("", to: shape)
        continue
      }
      try giveOnce(letters.isEmpty ? nextValue(for: shape) : String(letters), to: shape)
      return
    }
  }

  /// A word that starts with a dash is taken for a forgotten value rather than for the value.
  private mutating func nextValue(for shape: ParameterShape) throws(UsageError) -> String {
    guard let next = words.first, !next.hasPrefix("-") || next == "-" || Double(next) != nil else {
      throw UsageError(
        "\(shape.title) needs a value",
        hint: words.first.map { "Write \(shape.title)=\($0) if '\($0)' is the value." })
    }
    words.removeFirst()
    return next
  }

  private mutating func giveOnce(_ value: String, to shape: ParameterShape) throws(UsageError) {
    guard given[shape.name] == nil || shape.isRepeated else {
      throw UsageError("\(shape.title) was given twice")
    }
    give(value, to: shape)
  }

  private mutating func give(_ value: String, to shape: ParameterShape) {
    given[shape.name, default: []].append(value)
  }

  private mutating func assignPositionals() throws(UsageError) {
    var rest = positionals[...]
    for shape in command.parameters.map(\.shape) where shape.kind == .positional {
      if shape.isRepeated {
        if !rest.isEmpty { given[shape.name] = Array(rest) }
        rest = []
      } else if let word = rest.popFirst() {
        given[shape.name] = [word]
      }
    }
    if let extra = rest.first {
      throw UsageError("'\(extra)' is one word more than \(command.name) takes")
    }
  }

  private func values(_ environment: [String: String]) throws(UsageError)
    -> [String: any Sendable]
  {
    var values: [String: any Sendable] = [:]
    for parameter in parameters where values[parameter.shape.name] == nil {
      let shape = parameter.shape
      let variable = shape.environment.flatMap { name in
        environment[name].flatMap { $0.isEmpty ? nil : (name: name, value: $0) }
      }
      let words = given[shape.name] ?? variable.map { [$0.value] } ?? []
      if words.isEmpty, shape.isRequired {
        throw UsageError(
          "\(shape.title) is missing",
          hint: shape.environment.map { "It can also be set as \($0) in the environment." })
      }
      do {
        values[shape.name] = try parameter.value(from: words)
      } catch {
        guard given[shape.name] == nil, let variable else { throw error }
        throw UsageError("\(error.explanation) (from \(variable.name))", hint: error.hint)
      }
    }
    return values
  }
}
