import Testing

@testable import SQLite

@Suite("A statement")
struct StatementTests {
  let connection: PreparedConnection

  init() throws {
    connection = PreparedConnection(try Connection(path: ":memory:", for: .write))
    try connection.execute("CREATE TABLE note (id BIGINT PRIMARY KEY, body TEXT, extra BLOB)")
  }

  @Test("takes parameters by their number, whatever order they appear in")
  func numbered() throws {
    let text = try connection.first("SELECT $2 || '-' || $1 || '-' || $2", ["a", "b"]) {
      $0.text(0)
    }
    #expect(text == "b-a-b")
  }

  @Test("gives back what it was given, at its extremes")
  func values() throws {
    try connection.execute(
      "INSERT INTO note VALUES ($1, $2, $3)", [Int64.min, "naïve\u{0}☃", [UInt8](0...255)])
    try connection.execute("INSERT INTO note VALUES ($1, $2, $3)", [Int64.max, "", [UInt8]()])
    try connection.execute(
      "INSERT INTO note VALUES ($1, $2, $3)", [0, String?.none, [UInt8]?.none])
    let rows = try connection.all("SELECT id, body, extra FROM note ORDER BY id", []) {
      ($0.int(0), $0.optionalText(1), $0.optionalBlob(2))
    }
    #expect(rows.map(\.0) == [.min, 0, .max])
    #expect(rows.map(\.1) == ["naïve\u{0}☃", nil, ""])
    #expect(rows.map(\.2) == [[UInt8](0...255), nil, []])
  }

  @Test("reads numbers, truths and their absence")
  func numbers() throws {
    try connection.first("SELECT $1, $2, $3, $4", [1.5, true, Double?.none, false]) { row in
      #expect(row.double(0) == 1.5)
      #expect(row.bool(1) == true)
      #expect(row.optionalDouble(2) == nil)
      #expect(row.optionalInt(2) == nil)
      #expect(row.int(2) == 0)
      #expect(row.text(2) == "")
      #expect(row.blob(2) == [])
      #expect(row.bool(3) == false)
    }
  }

  @Test("is prepared once and forgets its values in between")
  func reused() throws {
    func insert(_ id: Int, _ body: String?) throws -> Int {
      try connection.execute("INSERT INTO note (id, body) VALUES ($1, $2)", [id, body])
    }
    #expect(try insert(1, "one") == 1)
    #expect(try insert(2, nil) == 1)
    let bodies = try connection.all("SELECT body FROM note ORDER BY id", []) { $0.optionalText(0) }
    #expect(bodies == ["one", nil])
  }

  @Test("can be run from inside the reading of its own rows")
  func reentrant() throws {
    for id in 1...3 { try connection.execute("INSERT INTO note (id) VALUES ($1)", [id]) }
    func ids(_ depth: Int) throws -> [[Int64]] {
      try connection.all("SELECT id FROM note ORDER BY id", []) { row in
        [row.int(0)] + (depth > 0 ? try ids(depth - 1).flatMap { $0 } : [])
      }
    }
    #expect(try ids(1) == [[1, 1, 2, 3], [2, 1, 2, 3], [3, 1, 2, 3]])
  }

  @Test("that changes and returns runs to its end")
  func returning() throws {
    for id in 1...3 { try connection.execute("INSERT INTO note (id) VALUES ($1)", [id]) }
    let first = try connection.first("UPDATE note SET body = $1 RETURNING id", ["x"]) { $0.int(0) }
    #expect(first != nil)
    #expect(
      try connection.all("SELECT id FROM note WHERE body = $1", ["x"]) { $0.int(0) }.count == 3)
  }

  @Test("finds a row by its key")
  func key() throws {
    try connection.execute("INSERT INTO note (id, extra) VALUES (7, $1)", [[UInt8](1...32)])
    func extra(_ key: Int64) throws -> [UInt8]? {
      try connection.first("SELECT extra FROM note WHERE id = $1", key: key) { $0.blob(0) }
    }
    #expect(try extra(7) == [UInt8](1...32))
    #expect(try extra(8) == nil)
    #expect(try extra(7) == [UInt8](1...32))
  }

  @Test("that fails says what was being done, and never with which values")
  func errors() throws {
    try connection.execute("INSERT INTO note (id) VALUES ($1)", [1])
    let error = #expect(throws: SQLiteError.self) {
      try connection.execute("INSERT INTO note (id, body) VALUES ($1, $2)", [1, "secret"])
    }
    #expect(error?.code == .constraint)
    #expect(error?.isDuplicate == true)
    #expect(error?.doing == "INSERT INTO note (id, body) VALUES ($1, $2)")
    #expect(error?.description.contains("secret") == false)
    #expect(throws: SQLiteError.self) { try connection.execute("SELECT nonsense FROM note") }
    // The connection goes on.
    #expect(try connection.first("SELECT count(*) FROM note", []) { $0.int(0) } == 1)
  }

  @Test("may not touch the schema behind SQLite's back")
  func defensive() throws {
    try connection.execute("PRAGMA writable_schema = ON")
    #expect(throws: SQLiteError.self) {
      try connection.execute("UPDATE sqlite_schema SET sql = 'nonsense'")
    }
  }
}
