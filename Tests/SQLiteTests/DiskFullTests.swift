import Testing

@testable import SQLite

@Suite("A full disk")
struct DiskFullTests {
  /// 20 pages of 4 KiB: the table and little else.
  let database: TemporaryDatabase

  init() throws { database = try TemporaryDatabase(maxPages: 20) }

  private func isDiskFull(_ failure: Writer.Failure?) -> Bool {
    if case .diskFull = failure { true } else { false }
  }

  private func fill() throws -> Int {
    for id in 1...1_000 {
      do throws(Writer.Failure) {
        try database.writer.perform { transaction in
          _ = try transaction.execute(
            "INSERT INTO note (id, body) VALUES ($1, $2)", id, String(repeating: "x", count: 2_000))
        }
      } catch {
        #expect(isDiskFull(error))
        return id - 1
      }
    }
    Issue.record("the disk never became full")
    return 0
  }

  @Test("refuses the write, keeps what was answered, and serves reads meanwhile")
  func readsGoOn() throws {
    let kept = try fill()
    #expect(kept > 3)
    let reader = try database.reader()
    #expect(try reader.first("SELECT count(*) FROM note") { Int($0.int(0)) } == kept)
    #expect(try database.count() == kept)
    #expect(try DatabaseFile.integrityProblems(path: database.path) == [])
  }

  @Test("is over as soon as there is room")
  func recovers() throws {
    let kept = try fill()
    try database.writer.perform { transaction in
      _ = try transaction.execute("DELETE FROM note WHERE id <= $1", kept - 1)
    }
    try database.insert(5_000)
    #expect(try database.count() == 2)
  }

  @Test("answers every piece of the batch, and none of them twice")
  func batch() throws {
    let gate = Gate()
    let answers = Answers<String>()
    database.writer.submit({ _ in gate.pass() }, then: { _ in })
    gate.waitUntilReached()
    for id in 1...60 {
      database.writer.submit(
        { transaction in
          _ = try transaction.execute(
            "INSERT INTO note (id, body) VALUES ($1, $2)", id, String(repeating: "x", count: 2_000))
        },
        then: { result in
          switch result {
          case .success: answers.add("kept")
          case .failure(.diskFull): answers.add("full")
          case .failure: answers.add("other")
          }
        })
    }
    gate.open()
    let all = answers.wait(for: 60)
    try database.writer.perform { _ in }
    #expect(answers.soFar.count == 60)
    #expect(all.contains("full"))
    #expect(!all.contains("other"))
    #expect(try database.count() == all.count { $0 == "kept" })
  }

  @Test("is known by SQLite's code, and by the system's behind an I/O error")
  func recognised() {
    func error(_ code: SQLiteError.Code, system: Int32 = 0) -> SQLiteError {
      SQLiteError(
        code: code, extendedCode: code.rawValue, doing: "", message: "", systemError: system)
    }
    #expect(error(.full).isDiskFull)
    #expect(error(.ioError, system: 28).isDiskFull)
    #expect(!error(.ioError, system: 5).isDiskFull)
    #expect(!error(.constraint, system: 28).isDiskFull)
  }
}
