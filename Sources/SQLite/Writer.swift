import Synchronization

/// Counts commits of one database file. Readers compare it to know whether their snapshot is still the newest.
package final class CommitCounter: Sendable {
  private let count = Atomic<UInt64>(0)
  package init() {}
  package var value: UInt64 { count.load(ordering: .acquiring) }
  func advance() { count.add(1, ordering: .acquiringAndReleasing) }
}

/// The one thread that writes to a database file.
///
/// It takes what is queued, runs each piece in its own savepoint, commits once with an fsync, runs what was
/// registered with `Transaction.afterCommit`, and only then answers them all. A piece that throws is rolled
/// back alone. The queue is bounded; a piece that does not fit is answered `.overloaded` at once.
package final class Writer: Sendable {
  package let revision = CommitCounter()

  package enum Failure: Error {
    /// The queue is full: answer 503 with Retry-After.
    case overloaded
    /// The disk is full: answer 507. Nothing of this piece was kept.
    case diskFull
    /// The writer is shutting down.
    case closed
    case sqlite(SQLiteError)
    /// What the piece itself threw: its own refusal; nothing of it was kept.
    case refused(any Error)
  }

  /// Opens (and creates) the file at `path`, in WAL with `synchronous=FULL`, applies the migrations, and
  /// starts the thread. Refuses a file that is newer than the migrations given.
  package init(path: String, migrations: [MigrationSet], queueLimit: Int = 8_192) throws {
    fatalError("unbuilt")
  }

  /// Queues a piece of work and returns at once. `then` runs on the writer's thread after the commit.
  package func submit<T: Sendable>(
    _ work: @escaping @Sendable (Transaction) throws -> T,
    then: @escaping @Sendable (Result<T, Failure>) -> Void
  ) { fatalError("unbuilt") }

  /// The same for a thread or task that may wait: never call it on a loop.
  package func perform<T: Sendable>(_ work: @escaping @Sendable (Transaction) throws -> T) throws -> T {
    fatalError("unbuilt")
  }

  /// Finishes what is queued, checkpoints, and ends the thread. Later work is answered `.closed`.
  package func close() { fatalError("unbuilt") }
}

/// One piece's view of the database, valid inside its closure, on the writer's thread.
package final class Transaction {
  init() { fatalError("unbuilt") }

  /// Runs a statement that returns nothing; answers how many rows it changed.
  @discardableResult
  package func execute(_ sql: StaticString, _ parameters: any SQLiteConvertible...) throws(SQLiteError)
    -> Int
  { fatalError("unbuilt") }

  package func first<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> T? { fatalError("unbuilt") }

  package func all<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> [T] { fatalError("unbuilt") }

  /// Runs `effect` on the writer's thread after this piece was committed and fsynced, before any piece of the
  /// same batch is answered. Not run when the piece or the commit fails.
  package func afterCommit(_ effect: @escaping @Sendable () -> Void) { fatalError("unbuilt") }
}

/// The forward-only migrations of one capability, numbered from 1 without gaps. What was applied is kept with a
/// checksum; an edited or missing one is refused at start.
package struct MigrationSet: Sendable {
  package let component: String
  package let steps: [String]
  package init(component: String, steps: [String]) {
    self.component = component
    self.steps = steps
  }
}

/// Whole-file operations, for the command line; each opens the file by itself.
package enum DatabaseFile {
  /// Copies a live database to `destination`, page by page, while it is being written. SQLite's backup API.
  package static func backup(from source: String, to destination: String) throws(SQLiteError) {
    fatalError("unbuilt")
  }
  /// What `PRAGMA integrity_check` and `foreign_key_check` complain of; empty when all is well.
  package static func integrityProblems(path: String) throws(SQLiteError) -> [String] {
    fatalError("unbuilt")
  }
}
