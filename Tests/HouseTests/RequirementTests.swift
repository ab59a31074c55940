import Testing

@Suite("The page of requirements")
struct RequirementTests {
  private static let page = "Sources/AccountSession/AccountSession.docc/Requirements.md"

  /// The rows of its table: an id, and the tests that carry it or why it waits.
  private let rows: [(id: String, text: String)] = {
    let table = House.text(of: page).split(separator: "\n")
      .drop { $0 != "| id | carried by |" }.dropFirst(2).prefix { $0.hasPrefix("| ") }
    return table.map { row in
      let text = row.dropFirst(2).dropLast(2)
      let id = text.prefix { $0 != " " }
      return (String(id), String(text.dropFirst(id.count + " | ".count)))
    }
  }()

  @Test("has every id of the module's scope once, in order")
  func complete() {
    #expect(rows.map(\.id) == Requirement.scope)
  }

  @Test("names the tests that carry an id, all of them", arguments: Requirement.scope)
  func carried(id: String) {
    guard let tests = Requirement.carried[id] else { return }
    let line = Requirement(id: id, tests: tests).line
    #expect(rows.contains { "| \($0.id) | \($0.text) |" == line }, "write: \(line)")
  }

  @Test("says why an id waits that no test carries", arguments: Requirement.scope)
  func waits(id: String) throws {
    guard Requirement.carried[id] == nil else { return }
    let text = rows.first { $0.id == id }?.text ?? ""
    #expect(text.hasPrefix("waits: ") && text.count > 30, "\(id) waits and does not say why")
  }

  @Test("finds the ids behind the names of tests, and takes nothing else for one")
  func found() {
    let file = SourceFile(
      path: "Tests/ATests/ATests.swift",
      text: """
        @Suite("A lock") struct A {
          @Test("opens (LK-01)") func a() {}
          @Test(
            "closes (LK-02, CR-05)", arguments: ["no test (LK-03)"])
          func b() { #expect(c == "d (LK-04)") }
          @Test("hangs (on its hinges)") func e() {}
        }
        """)
    #expect(file.tests.map(\.name) == ["opens", "closes"])
    #expect(file.tests.map(\.suite) == ["A lock", "A lock"])
    #expect(file.tests.map(\.ids) == [["LK-01"], ["LK-02", "CR-05"]])
  }
}
