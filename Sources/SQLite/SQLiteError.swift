/// What SQLite answered, and what was being done. The code is open: a newer SQLite may add some.
package struct SQLiteError: Error, Hashable, CustomStringConvertible {
  package struct Code: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    package static let busy = Code(rawValue: 5)
    package static let ioError = Code(rawValue: 10)
    package static let corrupt = Code(rawValue: 11)
    package static let full = Code(rawValue: 13)
    package static let constraint = Code(rawValue: 19)
    package static let notADatabase = Code(rawValue: 26)
  }
  /// The primary result code.
  package let code: Code
  package let extendedCode: Int32
  /// What was being done, as "insert session".
  package let doing: String
  /// SQLite's own sentence.
  package let message: String

  package init(code: Code, extendedCode: Int32, doing: String, message: String) {
    self.code = code
    self.extendedCode = extendedCode
    self.doing = doing
    self.message = message
  }
  package var description: String { "\(doing): \(message) (SQLite code \(extendedCode))" }
  /// The disk has no room: refuse the write, keep serving reads.
  package var isDiskFull: Bool { code == .full }
}
