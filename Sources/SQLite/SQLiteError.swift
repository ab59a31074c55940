import Glibc

/// What SQLite answered, and what was being done. The code is open: a newer SQLite may add some.
package struct SQLiteError: Error, Hashable, CustomStringConvertible {
  /// A primary result code of SQLite.
  package struct Code: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    package static let busy = Code(rawValue: 5)
    package static let ioError = Code(rawValue: 10)
    package static let corrupt = Code(rawValue: 11)
    package static let full = Code(rawValue: 13)
    package static let cannotOpen = Code(rawValue: 14)
    package static let constraint = Code(rawValue: 19)
    package static let notADatabase = Code(rawValue: 26)
  }

  /// The primary result code.
  package let code: Code
  /// The extended result code, whose low eight bits are the primary one.
  package let extendedCode: Int32
  /// What was being done, as "insert session": the beginning of the statement, never a value.
  package let doing: String
  /// SQLite's own sentence.
  package let message: String
  /// The `errno` of the system call that failed, 0 when none did.
  package let systemError: Int32

  package init(
    code: Code, extendedCode: Int32, doing: String, message: String, systemError: Int32 = 0
  ) {
    self.code = code
    self.extendedCode = extendedCode
    self.doing = doing
    self.message = message
    self.systemError = systemError
  }

  package var description: String { "\(doing): \(message) (SQLite code \(extendedCode))" }

  /// The disk has no room: refuse the write, keep serving reads. SQLite says so itself when a write fails, but calls it an
  /// I/O error when it could not grow its shared memory or sync.
  package var isDiskFull: Bool {
    code == .full || (code == .ioError && (systemError == ENOSPC || systemError == EDQUOT))
  }

  /// Another row has this key already (a UNIQUE or PRIMARY KEY constraint).
  package var isDuplicate: Bool {
    extendedCode == SQLiteError.uniqueViolation || extendedCode == SQLiteError.primaryKeyViolation
  }

  // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY: https://www.sqlite.org/rescode.html
  private static let uniqueViolation: Int32 = 2_067
  private static let primaryKeyViolation: Int32 = 1_555
}
