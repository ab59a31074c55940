import Glibc
import LanyardTesting
import Testing

@testable import SQLite

@Suite("A database file")
struct DatabaseFileTests {
  @Test("is copied whole, with everything answered before the copy began")
  func backup() throws {
    let database = try TemporaryDatabase()
    for id in 1...20 { try database.insert(id) }
    let copy = database.directory.file("copy.db")
    try DatabaseFile.backup(from: database.path, to: copy)
    let reader = try Reader(path: copy, revision: CommitCounter())
    #expect(try reader.first("SELECT count(*) FROM note") { $0.int(0) } == 20)
    #expect(try DatabaseFile.integrityProblems(path: copy) == [])
    #expect(access(copy + ".partial", F_OK) != 0)
    // It opens as a database to go on with.
    try Writer(path: copy, migrations: TemporaryDatabase.migrations).close()
  }

  @Test("is copied as of one moment while it is being written, and the copy ends")
  func backupWhileWriting() async throws {
    let database = try TemporaryDatabase()
    // Some 8 MiB, so that the copy takes several steps.
    try database.writer.perform { transaction in
      for id in 1...2_000 {
        _ = try transaction.execute(
          "INSERT INTO note (id, body) VALUES ($1, $2)", id, String(repeating: "x", count: 4_000))
      }
    }
    let copy = database.directory.file("copy.db")
    // Each report of progress waits for one more commit, so every step of the copy has one behind it.
    var next = 10_000
    var steps = 0
    try DatabaseFile.backup(from: database.path, to: copy) { copied, total in
      #expect(copied <= total)
      next += 1
      steps += 1
      try? database.insert(next)
    }
    #expect(steps > 1)
    let reader = try Reader(path: copy, revision: CommitCounter())
    #expect(try reader.first("SELECT count(*) FROM note") { $0.int(0) } == 2_000)
    #expect(try database.count() == 2_000 + steps)
  }

  @Test("replaces the backup of before only when the new one is whole")
  func replaces() throws {
    let database = try TemporaryDatabase()
    try database.insert(1)
    let copy = database.directory.file("copy.db")
    try DatabaseFile.backup(from: database.path, to: copy)
    #expect(throws: SQLiteError.self) {
      try DatabaseFile.backup(from: database.directory.file("missing.db"), to: copy)
    }
    let reader = try Reader(path: copy, revision: CommitCounter())
    #expect(try reader.first("SELECT count(*) FROM note") { $0.int(0) } == 1)
  }

  @Test("says when a reference leads nowhere")
  func orphans() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("orphans.db")
    do {
      let connection = try Connection(path: path, for: .write)
      try connection.run(
        """
        PRAGMA foreign_keys = OFF;
        CREATE TABLE parent (id BIGINT PRIMARY KEY);
        CREATE TABLE child (id BIGINT PRIMARY KEY, parent BIGINT REFERENCES parent (id));
        INSERT INTO child VALUES (1, 7);
        """)
    }
    #expect(
      try DatabaseFile.integrityProblems(path: path) == [
        "row 1 of child refers to a row of parent that does not exist"
      ])
  }

  @Test("says when pages are damaged")
  func damaged() throws {
    let database = try TemporaryDatabase()
    for id in 1...500 { try database.insert(id, String(repeating: "x", count: 200)) }
    let copy = database.directory.file("copy.db")
    try DatabaseFile.backup(from: database.path, to: copy)
    let descriptor = open(copy, O_WRONLY)
    let damage = [UInt8](repeating: 0xff, count: 4_096)
    #expect(pwrite(descriptor, damage, damage.count, 4_096 * 5) == damage.count)
    close(descriptor)
    #expect(try !DatabaseFile.integrityProblems(path: copy).isEmpty)
  }
}
