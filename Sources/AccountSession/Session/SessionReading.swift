import Cryptography
import HTTP
import JSON
import SQLite

/// Reads a session with all that hangs on it, in the order that lets it be kept: first the epoch, then the facts.
///
/// A lease promises that the facts are at least as new as its epoch. But whose epoch it is, is known only from the row. So the
/// commit counter is read first: the writer advances it before it bumps an epoch, and `Reader` never reads a snapshot older
/// than the counter. If it is still the same when the lease has been taken, no bump can be in the lease whose commit is not in the
/// row. If it is not, the row is read once more, this time under the lease.
struct SessionReading {
  let reader: Reader
  let revision: CommitCounter
  let epochs: EpochTable

  /// Nil when no session has this access token, or its time is over.
  func session(by digest: Digest, at now: Timestamp) throws -> Session? {
    let before = revision.value
    guard var found = try SessionStore.find(access: digest, from: reader) else { return nil }
    let lease = lease(of: found.account)
    if revision.value != before {
      guard let again = try SessionStore.find(access: digest, from: reader) else { return nil }
      found = again
    }
    guard now < found.accessExpiresAt, now < found.expiresAt else { return nil }
    return try session(found, under: lease)
  }

  /// The session itself, whichever token it has now; nil when it is over.
  func session(_ id: SessionID, of account: AccountID, at now: Timestamp) throws -> Session? {
    let lease = lease(of: account)
    guard let found = try SessionStore.find(id, from: reader), now < found.expiresAt else {
      return nil
    }
    return try session(found, under: lease)
  }

  private func lease(of account: AccountID) -> Lease {
    Lease(slot: epochs.slot(of: UInt64(account.number)))
  }

  private func session(_ found: SessionStore.Found, under lease: Lease) throws -> Session? {
    let standing = try found.standing ?? StandingStore.read(found.account, from: reader)
    return standing.map { Session(found, $0, lease: lease) }
  }
}
