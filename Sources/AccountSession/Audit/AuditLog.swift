package import JSON
package import SQLite

/// The log of what was done to accounts and refused to them: appended to, never changed (AU-01…AU-04).
package struct AuditLog: Sendable {
  /// Cleans the words and chains the entry to the one before, in the same transaction as what it tells of.
  package func append(
    _ record: AuditRecord, at now: Timestamp, in transaction: Transaction
  ) throws {
    let last = try AuditStore.last(in: transaction)
    let entry = AuditEntry(
      id: (last?.id ?? 0) + 1, at: now, actor: record.actor, subject: record.subject,
      action: LogText.cleaned(record.action), result: record.result.rawValue,
      note: record.note.map(LogText.cleaned),
      request: record.requestID.map { Int64(truncatingIfNeeded: $0) })
    try AuditStore.insert(
      entry, digest: entry.chained(to: last?.digest ?? AuditEntry.beginning), in: transaction)
  }

  /// Reads the whole log and recomputes its chain; answers the number of the first entry that is not the one that was
  /// written, or that is missing. Nil: the chain holds. It cannot see that entries were cut off at the end.
  package static func firstBreak(from reader: Reader) throws -> Int64? {
    var expected: Int64 = 1
    var previous = AuditEntry.beginning
    while case let batch = try AuditStore.entries(after: expected - 1, count: 500, from: reader),
      !batch.isEmpty
    {
      for (entry, digest) in batch {
        guard entry.id == expected, digest == entry.chained(to: previous), let digest else {
          return expected
        }
        previous = digest
        expected += 1
      }
    }
    return nil
  }

  /// The log whole, for the operator.
  package static func entries(after cursor: Int64, from reader: Reader) throws -> [AuditEntry] {
    try AuditStore.entries(after: cursor, count: AccountPolicy.recordsAtOnce, from: reader)
      .map(\.entry)
  }
}
