import Commands

/// What a configuration file says, line by line: `key = value`, one setting a line, `#` at the start of a line for remarks.
///
/// There are no sections, no quotes and no escapes: a value is what stands after the first `=`, without the spaces around it.
struct ConfigurationText {
  /// In the order of the file; keys are known and given once.
  private(set) var entries: [(key: String, value: String, line: Int)] = []
  private(set) var mistakes: [ConfigurationMistake] = []

  /// A file is for people: a longer one is not a configuration.
  static let mostBytes = 64 << 10

  init(_ bytes: [UInt8], path: String) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      mistakes = [ConfigurationMistake(.file(path, line: 1), "the file is not UTF-8")]
      return
    }
    var firstLines: [String: Int] = [:]
    let known = Settings.all.map(\.key)
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      let line = (number: index + 1, text: Self.trimmed(line))
      guard !line.text.isEmpty, !line.text.hasPrefix("#") else { continue }
      let origin = ConfigurationOrigin.file(path, line: line.number)
      guard let equals = line.text.firstIndex(of: "=") else {
        mistakes.append(ConfigurationMistake(origin, "this is not 'key = value'"))
        continue
      }
      let key = Self.trimmed(line.text[..<equals])
      let value = Self.trimmed(line.text[line.text.index(after: equals)...])
      if !known.contains(key) {
        let hint = Suggestion.sentence(for: key, among: known)
        mistakes.append(ConfigurationMistake(origin, "there is no setting '\(key)'", hint: hint))
      } else if let first = firstLines[key] {
        mistakes.append(ConfigurationMistake(origin, "\(key) is set in line \(first) already"))
      } else {
        firstLines[key] = line.number
        entries.append((key, value, line.number))
      }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = text.drop(while: isSpace)
    return String(start.reversed().drop(while: isSpace).reversed())
  }
}

/// Where a value comes from. The later ones win.
package enum ConfigurationOrigin: Hashable, Sendable, CustomStringConvertible {
  case builtIn
  case file(String, line: Int)
  case environment(String)
  case flag(String)

  package var description: String {
    switch self {
    case .builtIn: "default"
    case .file(let path, let line): "\(path):\(line)"
    case .environment(let name): "environment \(name)"
    case .flag(let name): "flag --\(name)"
    }
  }
}

/// Something in the configuration that cannot be meant.
package struct ConfigurationMistake: Hashable, Sendable, CustomStringConvertible {
  package let origin: ConfigurationOrigin
  package let problem: String
  package let hint: String?

  init(_ origin: ConfigurationOrigin, _ problem: String, hint: String? = nil) {
    self.origin = origin
    self.problem = problem
    self.hint = hint
  }

  /// One line, as compilers write them.
  package var description: String {
    "\(origin): \(Self.plain(problem))" + (hint.map { ". \(Self.plain($0))" } ?? "")
  }

  /// The words of a mistake quote the file, which is not ours.
  private static func plain(_ text: String) -> String { Terminal.plain(text) }
}
