import CSQLite

/// One open database file. It belongs to one thread at a time (`SQLITE_OPEN_NOMUTEX`).
struct Connection: ~Copyable {
  let handle: OpaquePointer

  enum Purpose {
    /// Creates the file if there is none.
    case write
    case read
  }

  /// How long a statement waits for another process's lock; our own writer is one thread and readers never wait in WAL.
  private static let busyMilliseconds: Int32 = 5_000

  /// Opens the database at `path`. The corresponding C function is `sqlite3_open_v2`.
  init(path: String, for purpose: Purpose) throws(SQLiteError) {
    var opened: OpaquePointer?
    let flags =
      switch purpose {
      case .write: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .read: SQLITE_OPEN_READONLY
      }
    let result = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    // SQLite returns a handle even on failure, which carries the reason and must be closed; none means no memory.
    guard let handle = opened else {
      throw SQLiteError(
        code: .init(rawValue: result), extendedCode: result, doing: "open \(path)",
        message: String(cString: sqlite3_errstr(result)))
    }
    do throws(SQLiteError) {
      guard result == SQLITE_OK else {
        throw Connection.error(of: handle, result, doing: "open \(path)")
      }
      try Connection.harden(handle)
    } catch {
      sqlite3_close_v2(handle)
      throw error
    }
    self.handle = handle
  }

  deinit { sqlite3_close_v2(handle) }

  /// Whether BEGIN was answered and neither COMMIT nor ROLLBACK since: SQLite itself rolls back on some failures.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// How many rows the last INSERT, UPDATE or DELETE changed.
  var changedRows: Int { Int(sqlite3_changes64(handle)) }

  /// The schema of a file that someone else gave us must not run functions behind our back, and cells are checked before
  /// they are used.
  private static func harden(_ handle: OpaquePointer) throws(SQLiteError) {
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, busyMilliseconds)
    lanyard_sqlite_defend(handle)
    try run(
      "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;",
      on: handle)
  }

  /// Runs every statement in `script` and ignores what they return. For pragmas and migrations; nothing is bound.
  func run(_ script: String) throws(SQLiteError) { try Connection.run(script, on: handle) }

  private static func run(_ script: String, on handle: OpaquePointer) throws(SQLiteError) {
    let result = sqlite3_exec(handle, script, nil, nil, nil)
    guard result == SQLITE_OK else {
      throw error(of: handle, result, doing: summary(of: script))
    }
  }

  /// Each row of a statement without parameters, run once and not kept.
  func rows<T>(of sql: StaticString, read: (borrowing Row) -> T) throws(SQLiteError) -> [T] {
    let statement = try Statement(sql.utf8Start, byteCount: sql.utf8CodeUnitCount, on: self)
    var values: [T] = []
    while try statement.step() { values.append(read(Row(of: statement))) }
    return values
  }

  func error(_ result: Int32, doing: String) -> SQLiteError {
    Connection.error(of: handle, result, doing: doing)
  }

  static func error(of handle: OpaquePointer, _ result: Int32, doing: String) -> SQLiteError {
    SQLiteError(
      code: .init(rawValue: result & 0xff), extendedCode: result, doing: doing,
      message: String(cString: sqlite3_errmsg(handle)), systemError: sqlite3_system_errno(handle))
  }

  /// The beginning of a statement on one line. Values are bound, so it holds none.
  static func summary(of sql: String) -> String {
    let words = sql.prefix(160).split { $0.isWhitespace }.joined(separator: " ")
    return words.count > 80 ? words.prefix(79) + "…" : words
  }
}
