package import Cryptography
package import SQLite

/// What somebody finds who reads the whole log and recomputes it.
package enum AuditVerdict: Hashable, Sendable {
  /// Every entry is the one that was written. Those after `signed` were written since the last signature, within the hour before the
  /// last entry: that nothing was cut off behind them, nobody can say.
  case sound(entries: Int64, signed: Int64)
  /// The first entry that is not the one that was written, or is missing.
  case broken(at: Int64)
  /// The entry at which a signature speaks of another log: the chain was written anew, or its end was cut off.
  case signatureFails(at: Int64)
}

extension AuditLog {
  /// Entries and signatures read at a time.
  private static let step = 500

  /// Reads the whole log with its signatures. Takes a second for some hundred thousand entries.
  ///
  /// - Parameter key: kept apart from the file that is looked at.
  package static func verdict(
    under key: Ed25519.PublicKey, from reader: Reader
  ) throws -> AuditVerdict {
    var (next, signed) = (Int64(1), Int64(0))
    var previous = AuditEntry.beginning
    var heads = try AuditHeadStore.heads(after: 0, count: step, from: reader)
    while case let batch = try AuditStore.entries(after: next - 1, count: step, from: reader),
      !batch.isEmpty
    {
      for (entry, digest) in batch {
        guard entry.id == next, let digest, digest == entry.chained(to: previous) else {
          return .broken(at: next)
        }
        if let head = heads.first, head.entry == next {
          guard head.digest == digest, head.isSigned(by: key) else {
            return .signatureFails(at: next)
          }
          signed = next
          heads.removeFirst()
          if heads.isEmpty {
            heads = try AuditHeadStore.heads(after: next, count: step, from: reader)
          }
        }
        previous = digest
        next += 1
      }
    }
    if let beyond = heads.first { return .signatureFails(at: beyond.entry) }
    return .sound(entries: next - 1, signed: signed)
  }
}
