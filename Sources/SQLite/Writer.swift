import Glibc

/// The one thread that writes to a database file.
///
/// It takes what is queued, runs each piece in its own savepoint, commits once with an fsync, runs what was
/// registered with `Transaction.afterCommit`, and only then answers them all. A piece that throws is rolled
/// back alone. The queue is bounded; a piece that does not fit is answered `.overloaded` at once.
package final class Writer: Sendable {
  /// Advanced after each commit and before anyone is answered.
  package let revision = CommitCounter()

  /// Nothing of the piece was kept.
  package enum Failure: Error {
    /// The queue is full: answer 503 with Retry-After.
    case overloaded
    /// The disk is full: answer 507. Reads go on, and writes too as soon as there is room.
    case diskFull
    /// The writer is shutting down.
    case closed
    case sqlite(SQLiteError)
    /// What the piece itself threw: its own refusal.
    case refused(any Error)

    init(_ error: any Error) {
      switch error {
      case let error as SQLiteError where error.isDiskFull: self = .diskFull
      case let error as SQLiteError: self = .sqlite(error)
      default: self = .refused(error)
      }
    }
  }

  /// How many pieces one commit takes at most: enough to share an fsync, few enough that the first of them does not wait
  /// long for the last.
  static let batchLimit = 512

  private let queue: WorkQueue
  private let thread: pthread_t

  /// Opens (and creates) the file at `path`, in WAL with `synchronous=FULL`, applies the migrations, and
  /// starts the thread. Refuses a file that is newer than the migrations given.
  ///
  /// - Throws: `SQLiteError` or `MigrationError`.
  package convenience init(
    path: String, migrations: [MigrationSet], queueLimit: Int = 8_192
  ) throws {
    try self.init(path: path, migrations: migrations, queueLimit: queueLimit, maxPages: nil)
  }

  /// - Parameter maxPages: the size at which SQLite calls the disk full, for tests that cannot fill one.
  init(path: String, migrations: [MigrationSet], queueLimit: Int, maxPages: Int?) throws {
    let connection = try Writer.open(path: path)
    try MigrationStore.apply(migrations, on: connection)
    if let maxPages { try connection.run("PRAGMA max_page_count = \(maxPages)") }
    let queue = WorkQueue(limit: queueLimit)
    self.queue = queue
    // Made here so that it can throw; from here on only the new thread has it.
    nonisolated(unsafe) let commits = GroupCommit(connection, revision: revision)
    thread = try startThread {
      while case let batch = queue.take(most: Writer.batchLimit), !batch.isEmpty {
        commits.run(batch)
      }
      commits.checkpoint()
      queue.finish()
    }
  }

  deinit { close() }

  /// Queues a piece of work and returns at once. `then` runs on the writer's thread after the commit, or on the caller's
  /// at once when the piece was not even queued; it must not block.
  package func submit<T: Sendable>(
    _ work: @escaping @Sendable (Transaction) throws -> T,
    then: @escaping @Sendable (Result<T, Failure>) -> Void
  ) {
    let piece = WorkQueue.Piece(
      work: { transaction in
        let value = try work(transaction)
        return { then(.success(value)) }
      },
      fail: { then(.failure($0)) })
    if let failure = queue.add(piece) { then(.failure(failure)) }
  }

  /// The same for a thread or task that may wait: never call it on a loop, nor from a piece, an effect or an answer.
  package func perform<T: Sendable>(
    _ work: @escaping @Sendable (Transaction) throws -> T
  ) throws(Failure) -> T {
    precondition(!isOnOwnThread, "the writer waiting for itself")
    let outcome = Monitor<Result<T, Failure>?>(nil)
    submit(work) { result in outcome.change { $0 = result } }
    return try outcome.wait { $0 }.get()
  }

  /// How many pieces are queued and not begun.
  package var waiting: Int { queue.count }

  /// Finishes what is queued, checkpoints, and ends the thread. Later work is answered `.closed`. A second call waits for
  /// the first.
  package func close() {
    queue.close()
    // The last owner may be an answer, which runs on the thread itself: that one ends by itself soon after.
    if !isOnOwnThread { queue.waitUntilFinished() }
  }

  /// The number of a thread that has ended may be given to another.
  private var isOnOwnThread: Bool {
    !queue.isFinished && pthread_equal(pthread_self(), thread) != 0
  }

  private static func open(path: String) throws(SQLiteError) -> Connection {
    let connection = try Connection(path: path, for: .write)
    // FULL: the log is synced at each commit, so that an answered write survives a power cut, not only a crash of ours.
    // secure_delete: what was deleted is overwritten, so that an erased account is not left in free pages.
    // 2 MiB of cache; a log that grew past 16 MiB is cut back once it was folded in.
    try connection.run(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
      PRAGMA cache_size = -2048; PRAGMA mmap_size = 0; PRAGMA journal_size_limit = 16777216;
      """)
    // Some file systems cannot do it; SQLite then keeps the old mode and calls it a success.
    let modes = try connection.rows(of: "PRAGMA journal_mode") { $0.text(0) }
    guard modes == ["wal"] else {
      throw SQLiteError(
        code: .cannotOpen, extendedCode: SQLiteError.Code.cannotOpen.rawValue,
        doing: "switch \(path) to a write-ahead log",
        message: "the file system does not support shared memory")
    }
    return connection
  }
}
