import LanyardTesting

@testable import SQLite

/// A real file in a directory of its own, with one table, and the writer of it.
final class TemporaryDatabase: Sendable {
  let directory = TemporaryDirectory()
  let path: String
  let writer: Writer

  static let migrations = [
    MigrationSet(
      component: "notes",
      steps: ["CREATE TABLE note (id BIGINT PRIMARY KEY, body TEXT NOT NULL, extra BLOB)"])
  ]

  init(queueLimit: Int = 8_192, maxPages: Int? = nil) throws {
    path = directory.file("notes.db")
    writer = try Writer(
      path: path, migrations: TemporaryDatabase.migrations, queueLimit: queueLimit,
      maxPages: maxPages)
  }

  func reader() throws -> Reader { try Reader(path: path, revision: writer.revision) }

  func insert(_ id: Int, _ body: String = "text") throws {
    try writer.perform { transaction in
      _ = try transaction.execute("INSERT INTO note (id, body) VALUES ($1, $2)", id, body)
    }
  }

  /// Asked on a connection of its own, which knows nothing of the writer's memory.
  func count() throws -> Int {
    let fresh = try Reader(path: path, revision: CommitCounter())
    return try fresh.first("SELECT count(*) FROM note") { Int($0.int(0)) } ?? -1
  }
}

/// Holds the writer's thread inside a piece until told to go on, so that a test decides what the next batch contains.
final class Gate: Sendable {
  private let monitor = Monitor((isReached: false, isOpen: false))

  func pass() {
    monitor.change { $0.isReached = true }
    monitor.wait { $0.isOpen ? () : nil }
  }
  func waitUntilReached() { monitor.wait { $0.isReached ? () : nil } }
  func open() { monitor.change { $0.isOpen = true } }
}

/// Collects answers as they come and waits for as many as expected.
final class Answers<Value: Sendable>: Sendable {
  private let monitor = Monitor<[Value]>([])

  func add(_ value: Value) { monitor.change { $0.append(value) } }
  func wait(for count: Int) -> [Value] { monitor.wait { $0.count >= count ? $0 : nil } }
  var soFar: [Value] { monitor.change { $0 } }
}

struct Refusal: Error, Equatable {
  let reason: String
}
