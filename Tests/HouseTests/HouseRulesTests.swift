import Testing

@Suite("Every file")
struct HouseRulesTests {
  @Test("keeps the house's rules", arguments: Rule.all)
  func isKept(rule: Rule) {
    for file in House.files {
      let lines = rule.breaches(file)
      #expect(
        lines.isEmpty, "\(file.path):\(lines.map(String.init).joined(separator: ",")) \(rule.name)")
    }
  }

  @Test("that breaks a rule is found, and where", arguments: Rule.all)
  func canFail(rule: Rule) {
    let found = rule.breaches(rule.sample)
    let last = rule.sample.lines.count
    #expect(found == [0] || found == [last], "\(rule.name) was not broken by its sample")
  }

  @Test("is found by the walk")
  func isFound() {
    let paths = Set(House.files.map(\.path))
    #expect(paths.contains("Package.swift"))
    #expect(paths.contains("Tests/HouseTests/HouseRulesTests.swift"))
    #expect(paths.contains("Sources/HTTP/Request.swift"))
  }
}

@Suite("A file's text")
struct SourceScanTests {
  @Test("is told apart into code and what is only said")
  func parts() {
    let file = SourceFile(
      path: "Sources/HTTP/Sample.swift",
      text: """
        let a = "one // \\(two("three")) four"  // five "six"
        /* seven /* eight */ "nine" */ let ten = #"el"ev\\(en"#
        """)
    #expect(!file.code.contains("one") && !file.code.contains("five"))
    #expect(file.code.contains("two(") && !file.code.contains("three"))
    #expect(!file.code.contains("nine") && file.code.contains("let ten"))
    #expect(file.literals.map(\.text) == ["three", "one // ? four", "el\"ev\\(en"])
    #expect(file.literals.map(\.line) == [1, 1, 2])
    #expect(file.codeLines.count == 2)
  }

  @Test("of several lines is one literal, and lines stay counted")
  func longLiteral() {
    let quotes = "\"\"\""
    let file = SourceFile(
      path: "a", text: "let a = \(quotes)\n  SELECT\n  \(quotes)\nimport HTTP")
    #expect(file.literals == [.init(line: 1, text: "\n  SELECT\n  ")])
    #expect(file.imports.map(\.line) == [4])
  }

  @Test(
    "says what it imports, however it is written",
    arguments: [
      ("import HTTP", "HTTP"), ("package import HTTP", "HTTP"), ("@testable import JSON", "JSON"),
      ("import struct Foundation.URL", "Foundation"), ("@_spi(_Unicode) import Swift", "Swift"),
    ])
  func importing(line: String, module: String) {
    #expect(SourceFile(path: "a", text: line).imports.map(\.module) == [module])
  }

  @Test(
    "holds a word only where it stands alone",
    arguments: [
      ("a public b", "public", true), ("republic", "public", false), ("publics", "public", false),
      ("x.sqlite3_open(", "sqlite3_", true), ("mysqlite3_open", "sqlite3_", false),
      ("try! a", "try!", true), ("retry!", "try!", false), ("usleep(1)", "sleep(", false),
      ("a as! B", "as!", true), ("has!", "as!", false),
    ])
  func words(text: String, word: String, isHeld: Bool) {
    #expect(text.holds(word: word) == isHeld)
  }
}
