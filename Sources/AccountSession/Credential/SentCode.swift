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
  /// What became of the wish for a code.
  enum CodeWish: Sendable {
    case begun(ticket: Token, expiresAt: Timestamp)
    /// Too many messages; the same for an address with an account and one without.
    case wait(until: Timestamp)
  }

  /// A ticket of this kind and its code, for the address with this name. Neither is stored or sent yet.
  func newCode(
    _ kind: Token.Kind, for name: Digest, now: Timestamp
  ) -> (ticket: Token, code: DeliveredCode, sent: SentCode) {
    let (ticket, code) = (
      Token.random(kind), DeliveredCode.random(digitCount: policy.codeDigits)
    )
    let sent = SentCode(
      ticket: ticket.digest, identifier: name, code: code.mac(for: ticket.digest, vault), tries: 0,
      expiresAt: now + policy.codeLife)
    return (ticket, code, sent)
  }

  enum CodeVerdict: Sendable {
    case right
    case wrong
    /// Tried too often, or too late: what was typed is not looked at.
    case over
    case wait(until: Timestamp)
  }

  /// Compares a code. The caller counts a wrong one for the ticket, and has it counted for the address by `countWrong`.
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

  /// Counts a refused code where asking for another one does not reset it (BF-05), and writes it down.
  func countWrong(
    _ sent: SentCode, as action: String, now: Timestamp, in transaction: Transaction
  ) throws {
    try throttle.count(.codes(for: sent.identifier, vault), at: now, in: transaction)
    try record(
      action, of: nil, by: nil, result: .refused, note: "code", now: now, in: transaction)
  }
}
