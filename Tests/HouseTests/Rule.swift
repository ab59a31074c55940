import Testing

/// One thing that every file keeps to.
struct Rule: CustomTestStringConvertible, Sendable {
  /// Reads after "every file".
  let name: String
  /// A file that breaks it: a rule that nothing can break is decoration.
  let sample: SourceFile
  /// The lines that break it; 0 for a breach of the file as a whole.
  let breaches: @Sendable (SourceFile) -> [Int]

  init(
    _ name: String, brokenBy text: String, at path: String,
    breaches: @escaping @Sendable (SourceFile) -> [Int]
  ) {
    self.name = name
    sample = SourceFile(path: path, text: text)
    self.breaches = breaches
  }

  var testDescription: String { name }

  static let all: [Rule] = wordsAtHome + words + shapes + imports
}

extension String {
  /// Whether the word is here as a whole: what comes before and after it is no part of a name, unless the word itself ends there.
  func holds(word: String) -> Bool { Substring(self).holds(word: word) }
}

extension Substring {
  func holds(word: String) -> Bool {
    let begins = word.first.map(\.isPartOfName) ?? false
    let ends = word.last.map(\.isPartOfName) ?? false
    var rest = self
    while let found = rest.firstRange(of: word) {
      let before = found.lowerBound > startIndex ? self[index(before: found.lowerBound)] : " "
      let after = found.upperBound < endIndex ? self[found.upperBound] : " "
      // A word that ends in `_` is a prefix, as `sqlite3_`.
      let isOpen = word.hasSuffix("_")
      if !(begins && before.isPartOfName), isOpen || !(ends && after.isPartOfName) { return true }
      rest = self[found.upperBound...]
    }
    return false
  }
}

extension Character {
  fileprivate var isPartOfName: Bool { isLetter || isNumber || self == "_" }
}
