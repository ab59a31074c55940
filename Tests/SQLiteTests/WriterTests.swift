import Synchronization
import Testing

@testable import SQLite

@Suite("The writer")
struct WriterTests {
  @Test("has written to the file what it answers, for another connection to see (CR-04)")
  func durable() throws {
    let database = try TemporaryDatabase()
    try database.insert(1)
    #expect(try database.count() == 1)
  }

  @Test("commits with a log that is synced each time")
  func settings() throws {
    let database = try TemporaryDatabase()
    let settings = try database.writer.perform { transaction in
      [
        try transaction.first("PRAGMA synchronous") { $0.int(0) },
        try transaction.first("PRAGMA foreign_keys") { $0.int(0) },
        try transaction.first("PRAGMA trusted_schema") { $0.int(0) },
        try transaction.first("PRAGMA secure_delete") { $0.int(0) },
      ]
    }
    #expect(settings == [2, 1, 0, 1])
  }

  @Test("shares one commit among the pieces that wait together")
  func groups() throws {
    let database = try TemporaryDatabase()
    let gate = Gate()
    let answers = Answers<Int>()
    database.writer.submit({ _ in gate.pass() }, then: { _ in })
    gate.waitUntilReached()
    let before = database.writer.revision.value
    for id in 1...300 {
      database.writer.submit(
        { transaction in
          _ = try transaction.execute("INSERT INTO note (id, body) VALUES ($1, $2)", id, "x")
          return id
        }, then: { answers.add((try? $0.get()) ?? 0) })
    }
    gate.open()
    #expect(answers.wait(for: 300) == Array(1...300))
    // One for the piece that held the gate, one for the three hundred.
    #expect(database.writer.revision.value - before == 2)
    #expect(try database.count() == 300)
  }

  @Test("rolls a refused piece back alone, and keeps its neighbours")
  func refusedAlone() throws {
    let database = try TemporaryDatabase()
    let gate = Gate()
    let answers = Answers<String>()
    database.writer.submit({ _ in gate.pass() }, then: { _ in })
    gate.waitUntilReached()
    for id in 1...3 {
      database.writer.submit(
        { transaction in
          _ = try transaction.execute("INSERT INTO note (id, body) VALUES ($1, $2)", id, "x")
          if id == 2 { throw Refusal(reason: "two") }
        },
        then: { result in
          switch result {
          case .success: answers.add("kept")
          case .failure(.refused(let error as Refusal)): answers.add(error.reason)
          case .failure: answers.add("failed")
          }
        })
    }
    gate.open()
    #expect(answers.wait(for: 3) == ["kept", "two", "kept"])
    #expect(try database.count() == 2)
  }

  @Test("answers SQLite's own refusal of one piece, and keeps its neighbours")
  func constraint() throws {
    let database = try TemporaryDatabase()
    try database.insert(1)
    let failure = #expect(throws: Writer.Failure.self) { try database.insert(1) }
    guard case .sqlite(let error) = failure else {
      Issue.record("expected SQLite's error, got \(String(describing: failure))")
      return
    }
    #expect(error.isDuplicate)
    try database.insert(2)
    #expect(try database.count() == 2)
  }

  @Test("commits, then counts, then runs the effects, and only then answers")
  func order() throws {
    let database = try TemporaryDatabase()
    let gate = Gate()
    let events = Answers<String>()
    database.writer.submit({ _ in gate.pass() }, then: { _ in })
    gate.waitUntilReached()
    let before = database.writer.revision.value
    for id in 1...2 {
      database.writer.submit(
        { [writer = database.writer] transaction in
          _ = try transaction.execute("INSERT INTO note (id, body) VALUES ($1, $2)", id, "x")
          events.add("work \(id)")
          transaction.afterCommit {
            events.add("effect \(id) at \(writer.revision.value - before)")
          }
        },
        then: { [path = database.path] _ in
          let fresh = try? Reader(path: path, revision: CommitCounter())
          let count = try? fresh?.first("SELECT count(*) FROM note") { $0.int(0) }
          events.add("answer \(id) sees \(count ?? -1)")
        })
    }
    gate.open()
    #expect(
      events.wait(for: 6) == [
        "work 1", "work 2", "effect 1 at 2", "effect 2 at 2", "answer 1 sees 2", "answer 2 sees 2",
      ])
  }

  @Test("runs no effect of a piece that was rolled back")
  func noEffect() throws {
    let database = try TemporaryDatabase()
    let effects = Answers<Int>()
    #expect(throws: Writer.Failure.self) {
      try database.writer.perform { transaction in
        transaction.afterCommit { effects.add(1) }
        throw Refusal(reason: "no")
      }
    }
    try database.insert(1)
    #expect(effects.soFar.isEmpty)
  }

  @Test("does what was put off to a piece's end once, and sees all that the piece has written")
  func endings() throws {
    let database = try TemporaryDatabase()
    try database.writer.perform { transaction in
      for _ in 1...2 {
        transaction.atEnd(once: 1) {
          try $0.execute("INSERT INTO note (id, body) SELECT 9, max(id) FROM note")
        }
      }
      for id in 1...3 {
        try transaction.execute("INSERT INTO note (id, body) VALUES ($1, 'x')", id)
      }
    }
    let reader = try Reader(path: database.path, revision: database.writer.revision)
    #expect(try reader.all("SELECT body FROM note WHERE id = 9") { $0.text(0) } == ["3"])
  }

  @Test("keeps nothing of a piece whose end fails")
  func failingEnd() throws {
    let database = try TemporaryDatabase()
    #expect(throws: Writer.Failure.self) {
      try database.writer.perform { transaction in
        transaction.atEnd(once: 1) { _ in throw Refusal(reason: "no") }
        try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'x')")
      }
    }
    let reader = try Reader(path: database.path, revision: database.writer.revision)
    #expect(try reader.all("SELECT id FROM note") { $0.int(0) }.isEmpty)
  }

  @Test("refuses at once what does not fit into the queue")
  func overloaded() throws {
    let database = try TemporaryDatabase(queueLimit: 2)
    let gate = Gate()
    let answers = Answers<String>()
    database.writer.submit({ _ in gate.pass() }, then: { _ in })
    gate.waitUntilReached()
    for number in 1...4 {
      database.writer.submit(
        { _ in },
        then: { result in
          if case .failure(.overloaded) = result {
            answers.add("overloaded \(number)")
          } else {
            answers.add("done \(number)")
          }
        })
    }
    #expect(answers.soFar == ["overloaded 3", "overloaded 4"])
    gate.open()
    #expect(answers.wait(for: 4).suffix(2) == ["done 1", "done 2"])
  }

  @Test("does what is queued before it closes, and answers closed afterwards")
  func closes() throws {
    let database = try TemporaryDatabase()
    let gate = Gate()
    let answers = Answers<Bool>()
    database.writer.submit({ _ in gate.pass() }, then: { _ in })
    gate.waitUntilReached()
    for id in 1...50 {
      database.writer.submit(
        { transaction in
          _ = try transaction.execute("INSERT INTO note (id, body) VALUES ($1, $2)", id, "x")
        },
        then: { result in if case .success = result { answers.add(true) } })
    }
    gate.open()
    database.writer.close()
    #expect(answers.soFar.count == 50)
    let failure = #expect(throws: Writer.Failure.self) { try database.insert(99) }
    guard case .closed = failure else {
      Issue.record("expected closed, got \(String(describing: failure))")
      return
    }
    database.writer.close()
    #expect(try database.count() == 50)
  }

  @Test("takes work from many threads and loses none of it")
  func manyThreads() async throws {
    let database = try TemporaryDatabase()
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for number in 0..<50 { try? database.insert(worker * 1_000 + number) }
        }
      }
    }
    #expect(try database.count() == 400)
    #expect(database.writer.revision.value <= 400)
  }

  @Test("can be asked again by an answer")
  func nested() throws {
    let database = try TemporaryDatabase()
    let answers = Answers<Int>()
    database.writer.submit(
      { _ in },
      then: { [writer = database.writer] _ in
        writer.submit({ _ in 7 }, then: { answers.add((try? $0.get()) ?? 0) })
      })
    #expect(answers.wait(for: 1) == [7])
  }
}
