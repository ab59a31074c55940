import Synchronization
import Testing

@testable import SQLite

@Suite("A reader")
struct ReaderTests {
  @Test("sees an answered write even inside a batch that began before it")
  func freshInBatch() throws {
    let database = try TemporaryDatabase()
    let reader = try database.reader()
    func count() throws -> Int? { try reader.first("SELECT count(*) FROM note") { Int($0.int(0)) } }
    reader.beginBatch()
    #expect(try count() == 0)
    for id in 1...5 {
      try database.insert(id)
      #expect(try count() == id)
    }
    reader.endBatch()
    #expect(try count() == 5)
  }

  /// The promise that revocation rests on: whoever has been answered is obeyed by every read that starts afterwards.
  @Test("never misses a write answered before the read, in a race with a busy writer")
  func race() async throws {
    let database = try TemporaryDatabase()
    try database.insert(0)
    let race = Race()
    let stale = await withTaskGroup(of: Int.self) { group in
      group.addTask {
        for round in 1...300 {
          try? database.writer.perform { transaction in
            _ = try transaction.execute("UPDATE note SET body = $1 WHERE id = 0", "\(round)")
          }
          race.answered.store(round, ordering: .sequentiallyConsistent)
        }
        race.isOver.store(true, ordering: .sequentiallyConsistent)
        return 0
      }
      for _ in 0..<2 {
        group.addTask {
          guard let reader = try? database.reader() else { return 1_000 }
          var stale = 0
          while !race.isOver.load(ordering: .sequentiallyConsistent) {
            reader.beginBatch()
            for _ in 0..<20 {
              let floor = race.answered.load(ordering: .sequentiallyConsistent)
              let seen = try? reader.first("SELECT body FROM note WHERE id = 0") {
                Int($0.text(0)) ?? 0
              }
              if (seen ?? -1) < floor { stale += 1 }
            }
            reader.endBatch()
          }
          return stale
        }
      }
      return await group.reduce(0, +)
    }
    #expect(stale == 0)
  }

  @Test("keeps one snapshot within a batch while nothing is committed")
  func snapshot() throws {
    let database = try TemporaryDatabase()
    try database.insert(1)
    let deaf = try Reader(path: database.path, revision: CommitCounter())
    deaf.beginBatch()
    func count() throws -> Int? { try deaf.first("SELECT count(*) FROM note") { Int($0.int(0)) } }
    #expect(try count() == 1)
    // A counter that never moves stands for "nothing was committed": the snapshot stays, which shows that there is one.
    try database.insert(2)
    #expect(try count() == 1)
    deaf.endBatch()
    #expect(try count() == 2)
  }

  @Test("gives a read inside a read the outer one's snapshot")
  func nested() throws {
    let database = try TemporaryDatabase()
    try database.insert(1)
    let reader = try database.reader()
    reader.beginBatch()
    let counts = try reader.all("SELECT id FROM note") { _ in
      try database.insert(2)
      return try reader.first("SELECT count(*) FROM note") { Int($0.int(0)) }
    }
    #expect(counts == [1])
    #expect(try reader.first("SELECT count(*) FROM note") { Int($0.int(0)) } == 2)
    reader.endBatch()
  }

  @Test("lets the writer fold its log back once the batch has ended")
  func letsGo() throws {
    let database = try TemporaryDatabase()
    let reader = try database.reader()
    reader.beginBatch()
    _ = try reader.first("SELECT 1") { $0.int(0) }
    reader.endBatch()
    try database.insert(1)
    let isBusy = try database.writer.perform { _ in
      let other = try Connection(path: database.path, for: .write)
      return try other.rows(of: "PRAGMA wal_checkpoint(PASSIVE)") { $0.int(1) == $0.int(2) }
    }
    #expect(isBusy == [true])
  }

  @Test("cannot write")
  func readOnly() throws {
    let database = try TemporaryDatabase()
    let reader = try database.reader()
    #expect(throws: SQLiteError.self) {
      try reader.first("INSERT INTO note (id, body) VALUES (1, 'x') RETURNING id") { $0.int(0) }
    }
  }

  @Test("passes on what the reading of a row throws, and goes on")
  func throwing() throws {
    let database = try TemporaryDatabase()
    try database.insert(1)
    let reader = try database.reader()
    #expect(throws: Refusal(reason: "row")) {
      try reader.first("SELECT id FROM note") { _ in throw Refusal(reason: "row") }
    }
    #expect(try reader.first("SELECT id FROM note") { $0.int(0) } == 1)
  }

  @Test("says what it could not open")
  func missing() {
    let error = #expect(throws: SQLiteError.self) {
      try Reader(path: "/nonexistent/notes.db", revision: CommitCounter())
    }
    #expect(error?.code == .cannotOpen)
    #expect(error?.doing == "open /nonexistent/notes.db")
  }
}

/// How far the writing side of a race has come.
private final class Race: Sendable {
  let answered = Atomic<Int>(0)
  let isOver = Atomic<Bool>(false)
}
