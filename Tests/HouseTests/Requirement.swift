/// One requirement of the account-session module, as `AU-03`, and the tests that carry it: those whose names end with its id in
/// parentheses.
struct Requirement: Hashable {
  let id: String
  /// As `The audit log: shows an edited entry`.
  let tests: [String]

  /// Its line of the page, when tests carry it.
  var line: String { "| \(id) | \(tests.joined(separator: "; ")) |" }

  /// Every id of the module's scope. What comes later is not in it: keys bound to devices (RT-03, RT-04), passkeys (EN-04, MF-04 to MF-07),
  /// and third-party sign-in (ID-06, ID-07).
  static let scope: [String] = [
    ids("PW", 1...15), ids("BF", 1...10), ids("EN", 1...3), ids("EN", 5...6), ids("SE", 1...18),
    ids("RT", 1...2), ids("RT", 5...8), ids("SU", 1...4), ids("MF", 1...3), ids("MF", 8...11),
    ids("RC", 1...4), ids("RE", 1...8), ids("CA", 1...11), ids("LK", 1...13), ids("LM", 1...6),
    ids("AL", 1...7), ids("ID", 1...5), ids("ID", 8...8), ids("DV", 1...6), ids("AU", 1...7),
    ids("DL", 1...6), ids("EX", 1...2), ids("IP", 1...2), ids("AG", 1...4), ids("HT", 1...10),
    ids("CR", 1...6), ids("PF", 1...4),
  ].flatMap(\.self)

  private static func ids(_ family: String, _ numbers: ClosedRange<Int>) -> [String] {
    numbers.map { "\(family)-\($0 < 10 ? "0" : "")\($0)" }
  }

  /// What the sources of all tests carry, by id.
  static let carried: [String: [String]] = {
    var carried: [String: [String]] = [:]
    for file in House.files where file.path.hasPrefix("Tests/") {
      for test in file.tests {
        for id in test.ids { carried[id, default: []].append("\(test.suite): \(test.name)") }
      }
    }
    return carried
  }()
}

extension SourceFile {
  struct NamedTest {
    let suite: String
    /// Without the ids behind it.
    let name: String
    let ids: [String]
  }

  /// The tests of a file that say what they carry.
  var tests: [NamedTest] {
    var (suite, lastLine) = ("", 0)
    var tests: [NamedTest] = []
    for literal in literals where literal.line != lastLine {
      // A test's name is the first literal of its line.
      lastLine = literal.line
      if isName(of: "@Suite(", literal) { suite = literal.text }
      guard isName(of: "@Test(", literal), literal.text.hasSuffix(")"),
        let start = literal.text.lastIndex(of: "(")
      else { continue }
      let ids = literal.text[start...].dropFirst().dropLast().split(separator: ", ").map(
        String.init)
      guard ids.allSatisfy(Self.isID) else { continue }
      let name = literal.text[..<start].trimmingSuffix { $0 == " " }
      tests.append(NamedTest(suite: suite, name: name, ids: ids))
    }
    return tests
  }

  /// Whether the literal is the first argument of the attribute, on its line or the one below.
  private func isName(of attribute: String, _ literal: Literal) -> Bool {
    let line = codeLines[literal.line - 1]
    if line.contains(attribute) { return true }
    let above = literal.line > 1 ? codeLines[literal.line - 2] : ""
    return above.hasSuffix(attribute) && line.trimmingPrefix { $0 == " " }.hasPrefix("\"")
  }

  private static func isID(_ text: String) -> Bool {
    let parts = text.split(separator: "-")
    return parts.count == 2 && parts[0].count == 2 && parts[0].allSatisfy(\.isUppercase)
      && parts[1].count == 2 && parts[1].allSatisfy(\.isNumber)
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isLeft: (Character) -> Bool) -> String {
    var rest = self
    while let last = rest.last, isLeft(last) { rest.removeLast() }
    return String(rest)
  }
}
