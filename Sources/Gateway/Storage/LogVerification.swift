import AccountSession
import Cryptography
import SQLite

/// Reads the audit log of a database whole and says whether it is the one that was written.
package enum LogVerification {
  /// The log is not the one that was written.
  package struct Unsound: Error, CustomStringConvertible {
    /// Where, in a sentence for a person.
    package let description: String
  }

  /// - Parameters:
  ///   - path: the data directory whose gateway has signed the log. It may be running.
  ///   - database: a copy to look at; nil: the directory's own.
  /// - Returns: how much of it there is, in a sentence for a person.
  /// - Throws: `Unsound`, or an error that describes itself when it could not be read.
  package static func check(keysIn path: String, database: String?) throws -> String {
    let keys = try GatewayKeys(folder: DataDirectory.keysPath(in: path), isNew: false)
    let reader = try Reader(
      path: database ?? DataDirectory.databasePath(in: path), revision: CommitCounter())
    let key = keys.account.logHead.publicKey
    switch try AuditLog.verdict(under: key, from: reader) {
    case .sound(let entries, let signed):
      return "The log is sound: \(entries) entries, signed up to entry \(signed)."
    case .broken(let entry):
      throw Unsound(
        description: "entry \(entry) is not the one that was written, or is missing")
    case .signatureFails(let entry):
      throw Unsound(
        description: "the signature at entry \(entry) is of another log: it was written anew, "
          + "or its end was cut off")
    }
  }
}
