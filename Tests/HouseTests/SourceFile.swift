import Testing

/// One Swift file, with what is code in it and what is only said.
struct SourceFile: CustomTestStringConvertible, Sendable {
  /// Relative to the root, as `Sources/HTTP/Request.swift`.
  let path: String
  let text: String
  /// The text with comments and the contents of string literals blanked; lines stay where they are.
  let code: String
  let literals: [Literal]

  struct Literal: Hashable, Sendable {
    /// Counted from 1; where it begins.
    let line: Int
    let text: String
  }

  init(path: String, text: String) {
    self.path = path
    self.text = text
    var scan = SourceScan(text)
    scan.run()
    code = String(decoding: scan.code, as: UTF8.self)
    literals = scan.literals
  }

  var testDescription: String { path }
  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The target that a file of `Sources` belongs to; nil for tests and the manifest.
  var target: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The numbers of the lines whose code matches.
  func lines(where matches: (Substring) -> Bool) -> [Int] {
    codeLines.enumerated().filter { matches($0.element) }.map { $0.offset + 1 }
  }
}
