import LanyardTesting
import Testing

@testable import SQLite

@Suite("Migrations")
struct MigrationTests {
  let directory = TemporaryDirectory()
  var path: String { directory.file("m.db") }

  private func open(_ sets: [MigrationSet]) throws {
    try Writer(path: path, migrations: sets).close()
  }
  private func set(_ steps: String..., component: String = "a") -> MigrationSet {
    MigrationSet(component: component, steps: steps)
  }
  private let one = "CREATE TABLE one (x BIGINT); CREATE INDEX one_x ON one (x);"
  private let two = "CREATE TABLE two (x BIGINT)"

  private func tables() throws -> [String] {
    try Reader(path: path, revision: CommitCounter()).all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ) { $0.text(0) }
  }

  @Test("are applied once, and only the new ones later")
  func forward() throws {
    try open([set(one)])
    try open([set(one)])
    try open([set(one, two), set("CREATE TABLE b (x BIGINT)", component: "b")])
    #expect(try tables() == ["b", "one", "schema_step", "two"])
  }

  @Test("refuse a file that is newer than the program")
  func newer() throws {
    try open([set(one, two)])
    #expect(throws: MigrationError.newer(component: "a", applied: 2, known: 1)) {
      try open([set(one)])
    }
  }

  @Test("refuse a file with a component that the program does not have")
  func unknown() throws {
    try open([set(one), set(two, component: "b")])
    #expect(throws: MigrationError.unknownComponent("b")) { try open([set(one)]) }
  }

  @Test("refuse a step that was edited after it was applied")
  func edited() throws {
    try open([set(one, two)])
    #expect(throws: MigrationError.edited(component: "a", step: 1)) {
      try open([set(one + " ", two)])
    }
  }

  @Test("refuse a record with a hole")
  func hole() throws {
    try open([set(one, two)])
    do {
      let connection = try Connection(path: path, for: .write)
      try connection.run("DELETE FROM schema_step WHERE step = 1")
    }
    #expect(throws: MigrationError.missing(component: "a", step: 1)) { try open([set(one, two)]) }
  }

  @Test("that fail leave nothing of the step behind, and can be mended")
  func failing() throws {
    let broken = "CREATE TABLE three (x BIGINT); CREATE TABLE one (x BIGINT)"
    let error = #expect(throws: MigrationError.self) { try open([set(one, broken)]) }
    guard case .failed("a", 2, let cause) = error else {
      Issue.record("expected step 2 to fail, got \(String(describing: error))")
      return
    }
    #expect(cause.message.contains("already exists"))
    #expect(try tables() == ["one", "schema_step"])
    try open([set(one, two)])
    #expect(try tables() == ["one", "schema_step", "two"])
  }

  @Test("know their scripts by FNV-1a")
  func checksum() {
    // The published test vectors of the function: "" and "foobar".
    #expect(UInt64(bitPattern: MigrationStore.checksum(of: "")) == 0xcbf2_9ce4_8422_2325)
    #expect(UInt64(bitPattern: MigrationStore.checksum(of: "foobar")) == 0x8594_4171_f739_67e8)
  }

  @Test("refuse a file that is no database")
  func foreign() throws {
    try directory.write("m.db", [UInt8](repeating: 0x41, count: 8_192))
    let error = #expect(throws: SQLiteError.self) { try open([set(one)]) }
    #expect(error?.code == .notADatabase)
  }
}
