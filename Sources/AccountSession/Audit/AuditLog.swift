import Cryptography
package import JSON
package import SQLite

/// The log of what was done to accounts and refused to them: appended to, never changed (AU-01…AU-04).
package struct AuditLog: Sendable {
  /// For the signature over the log's head, and nothing else.
  let key: Ed25519.PrivateKey

  /// Cleans the words and chains the entry to the one before, in the same transaction as what it tells of. Signs, when the last
  /// signature is an hour old.
  package func append(
    _ record: AuditRecord, at now: Timestamp, in transaction: Transaction
  ) throws {
    let last = try AuditStore.last(in: transaction)
    let entry = AuditEntry(
      id: (last?.id ?? 0) + 1, at: now, actor: record.actor, subject: record.subject,
      action: LogText.cleaned(record.action), result: record.result.rawValue,
      note: record.note.map(LogText.cleaned),
      request: record.requestID.map { Int64(truncatingIfNeeded: $0) })
    let digest = entry.chained(to: last?.digest ?? AuditEntry.beginning)
    try AuditStore.insert(entry, digest: digest, in: transaction)
    let signedAt = try AuditHeadStore.lastTime(in: transaction)
    if let signedAt, now < signedAt + AccountPolicy.logSigned { return }
    try AuditHeadStore.insert(
      AuditHead(entry: entry.id, digest: digest, at: now, key: key), in: transaction)
  }

  /// The log whole, for the operator.
  package static func entries(after cursor: Int64, from reader: Reader) throws -> [AuditEntry] {
    try AuditStore.entries(after: cursor, count: AccountPolicy.recordsAtOnce, from: reader)
      .map(\.entry)
  }
}
