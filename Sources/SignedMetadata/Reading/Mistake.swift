/// One thing that is wrong with a document, where it is, and what to do about it.
package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
  /// A JSON path, as `$.files[2].path`.
  package let path: String
  /// Counted from 1; nil when the document is not text that a person wrote.
  package let line: Int?
  /// As "the colour `#12` is not six hexadecimal digits".
  package let problem: String
  /// What to write instead.
  package let remedy: String

  package init(path: String, line: Int? = nil, problem: String, remedy: String) {
    self.path = path
    self.line = line
    self.problem = problem
    self.remedy = remedy
  }

  package var description: String { "\(path): \(problem); \(remedy)" }
}

/// Everything that is wrong with a document, in the document's order; never empty.
package struct Mistakes: Error, Hashable, Sendable {
  package let all: [Mistake]
  /// More were found than are listed.
  package let isCutShort: Bool

  /// How many are listed at most: enough to mend a document in one go, bounded for a hostile one.
  package static let most = 100

  package init(_ first: Mistake, _ others: [Mistake] = [], isCutShort: Bool = false) {
    all = [first] + others
    self.isCutShort = isCutShort
  }
}

/// Where readers write down what they find wrong.
final class MistakeLog {
  private var found: [Mistake] = []
  private var isCutShort = false

  func add(_ mistake: Mistake) {
    guard found.count < Mistakes.most else {
      isCutShort = true
      return
    }
    found.append(mistake)
  }

  /// Nil when nothing was wrong.
  func mistakes(lines: LineIndex?) -> Mistakes? {
    let located = found.map { mistake in
      Mistake(
        path: mistake.path, line: lines?.line(of: mistake.path), problem: mistake.problem,
        remedy: mistake.remedy)
    }
    guard let first = located.first else { return nil }
    return Mistakes(first, Array(located.dropFirst()), isCutShort: isCutShort)
  }
}
