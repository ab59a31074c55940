import Cryptography
import JSON
import SQLite

/// A code that was sent to an address and waits to be brought back, with the ticket it is bound to (RE-01).
struct SentCode: Sendable {
  /// SHA-256 of the ticket that whoever asked was given.
  let ticket: Digest
  /// The keyed digest of the address.
  let identifier: Digest
  /// The code's own keyed digest.
  let code: Digest
  let tries: Int
  let expiresAt: Timestamp
}

extension CredentialDesk {
  enum CodeVerdict: Sendable {
    case right
    case wrong
    /// Tried too often, or too late: what was typed is not looked at.
    case over
    case wait(until: Timestamp)
  }

  /// Compares a code. The caller counts a wrong one, for the ticket and for the address.
  func verdict(
    on typed: DeliveredCode?, _ sent: SentCode, now: Timestamp, in transaction: Transaction
  ) throws -> CodeVerdict {
    guard now < sent.expiresAt, sent.tries < policy.triesPerCode else { return .over }
    let bucket = ThrottleBucket.codes(for: sent.identifier, vault)
    if let next = try throttle.nextTry([bucket], at: now, in: transaction) {
      return .wait(until: next)
    }
    return typed?.mac(for: sent.ticket, vault) == sent.code ? .right : .wrong
  }
}
