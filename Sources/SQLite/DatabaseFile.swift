import CSQLite
import Glibc

/// Whole-file operations, for the command line; each opens the file by itself.
package enum DatabaseFile {
  /// Pages copied between two reports of progress: 4 MiB.
  private static let pagesAtOnce: Int32 = 1_024

  /// Copies a live database to `destination`, page by page, while it is being written. SQLite's backup API.
  ///
  /// The copy is the database as it was at one moment. It is made beside `destination`, synced, and renamed over it at the
  /// end, so that what is there is whole at any time: the backup of before, or this one.
  /// - Parameter progress: pages copied and pages in all, called now and then on the same thread.
  package static func backup(
    from source: String, to destination: String,
    progress: (_ copied: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(SQLiteError) {
    let partial = destination + ".partial"
    unlink(partial)
    do throws(SQLiteError) {
      try copy(from: source, to: partial, progress: progress)
      try sync(partial)
      guard rename(partial, destination) == 0 else {
        throw systemError("rename \(partial) to \(destination)")
      }
      try sync(directory(of: destination))
    } catch {
      unlink(partial)
      throw error
    }
  }

  private static func copy(
    from source: String, to partial: String, progress: (Int, Int) -> Void
  ) throws(SQLiteError) {
    let from = try Connection(path: source, for: .read)
    // Pins one snapshot: without it the copy would start again at each commit of the writer and might never end.
    try from.run("BEGIN; PRAGMA schema_version;")
    let to = try Connection(path: partial, for: .write)
    guard let backup = sqlite3_backup_init(to.handle, "main", from.handle, "main") else {
      throw to.error(sqlite3_errcode(to.handle), doing: "start the backup of \(source)")
    }
    var result = SQLITE_OK
    while result == SQLITE_OK {
      result = sqlite3_backup_step(backup, pagesAtOnce)
      let total = Int(sqlite3_backup_pagecount(backup))
      progress(total - Int(sqlite3_backup_remaining(backup)), total)
    }
    let finished = sqlite3_backup_finish(backup)
    guard result == SQLITE_DONE, finished == SQLITE_OK else {
      throw to.error(
        result == SQLITE_DONE ? finished : result, doing: "back up \(source) to \(partial)")
    }
    // The copy says "WAL" like its source; alone it is one file, to be opened by anyone, in a read-only place too.
    try to.run("PRAGMA journal_mode = DELETE")
  }

  /// What `PRAGMA integrity_check` and `foreign_key_check` complain of; empty when all is well. A file damaged beyond
  /// checking is one complaint; a file that cannot be opened is an error.
  package static func integrityProblems(path: String) throws(SQLiteError) -> [String] {
    let connection = try Connection(path: path, for: .read)
    do throws(SQLiteError) {
      let complaints = try connection.rows(of: "PRAGMA integrity_check") { $0.text(0) }
      let orphans = try connection.rows(of: "PRAGMA foreign_key_check") { row in
        "row \(row.optionalInt(1).map(String.init) ?? "without a number") of \(row.text(0)) refers "
          + "to a row of \(row.text(2)) that does not exist"
      }
      return complaints.filter { $0 != "ok" } + orphans
    } catch  where error.code == .corrupt || error.code == .notADatabase {
      return [error.description]
    }
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func sync(_ path: String) throws(SQLiteError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError("open \(path)") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw systemError("sync \(path)") }
  }

  private static func systemError(_ doing: String) -> SQLiteError {
    let code = errno
    return SQLiteError(
      code: .ioError, extendedCode: SQLiteError.Code.ioError.rawValue, doing: doing,
      message: String(cString: strerror(code)), systemError: code)
  }
}
