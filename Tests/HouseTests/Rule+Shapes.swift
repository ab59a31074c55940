/// How files are built, and which of them may speak which language.
extension Rule {
  static let shapes: [Rule] = [short, named, sqlInStores, statusesInRoutes]

  private static let longest = 400

  private static let short = Rule(
    "has at most \(longest) lines", brokenBy: String(repeating: "let a = 1\n", count: longest + 2),
    at: "Sources/HTTP/Sample.swift"
  ) { file in file.lines.count > longest + 1 ? [0] : [] }

  private static let empty = [
    "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Common", "Base", "Impl", "Data",
    "Info", "Misc", "Extras", "Shared",
  ]

  /// A file's name is its type's, so this finds types too. Only the last word is asked: a `DataDirectory` is a directory.
  private static let named = Rule(
    "has a name that says what it is", brokenBy: "struct LinkManager {}",
    at: "Sources/HTTP/LinkManager.swift"
  ) { file in
    let name = file.name.split { $0 == "+" || $0 == "." }.first ?? ""
    let subject = name.hasSuffix("Tests") ? name.dropLast("Tests".count) : name
    let parts = file.path.split(separator: "/").dropLast().map(String.init)
    let last = subject.wordsOfName.last ?? ""
    return empty.contains { last == $0 || parts.contains($0) } ? [0] : []
  }

  private static let sqlInStores = Rule(
    "keeps its SQL in a store", brokenBy: "let a = 1\nlet b = \"SELECT name FROM account\"",
    at: "Sources/Themes/ThemeDesk.swift"
  ) { file in
    guard file.target != nil, file.target != "SQLite", !file.name.hasSuffix("Store.swift") else {
      return []
    }
    return file.literals.filter { $0.text.isSQL }.map(\.line)
  }

  private static let statusesInRoutes = Rule(
    "keeps HTTP's statuses in its routes", brokenBy: "let a = 1\nlet b = Problem(.notFound, \"a\")",
    at: "Sources/Themes/ThemeDesk.swift"
  ) { file in
    guard let target = file.target, FloorPlan.answering.contains(target),
      !file.name.hasSuffix("Routes.swift")
    else { return [] }
    return file.lines { $0.holds(word: "Problem(") || $0.holds(word: "Status") }
  }
}

extension StringProtocol {
  /// The capitalised words of a name: `LinkStore+Base64` is Link, Store and Base64.
  var wordsOfName: [String] {
    var words: [String] = []
    var wasSmall = false
    for character in self {
      let isPart = character.isLetter || character.isNumber
      if character.isUppercase && wasSmall || words.isEmpty || !isPart { words.append("") }
      if isPart { words[words.count - 1].append(character) }
      wasSmall = character.isLowercase
    }
    return words
  }

  /// Whether this is a statement, or the beginning of one, in SQL.
  fileprivate var isSQL: Bool {
    let words = split { $0 == " " || $0 == "\n" }.map { $0.uppercased() }
    guard let first = words.first, first == split(whereSeparator: \.isWhitespace).first ?? "" else {
      return false
    }
    switch first {
    case "SELECT": return words.count > 1
    case "INSERT": return words.contains("INTO")
    case "UPDATE": return words.contains("SET")
    case "DELETE": return words.contains("FROM")
    case "CREATE", "DROP", "ALTER":
      return words.contains("TABLE") || words.contains("INDEX") || words.contains("TRIGGER")
    case "PRAGMA", "WITH", "SAVEPOINT": return words.count > 1
    default: return false
    }
  }
}
