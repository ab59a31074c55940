import Cryptography
import JSON
import SQLite

/// Counts failures and messages, and says who has to wait.
///
/// Thread: the writer's, inside a piece. Whoever asks and counts in one piece cannot be overtaken by another request: a thousand
/// guesses at once are a thousand failures.
struct Throttle: Sendable {
  let policy: CredentialPolicy
  let vault: IdentifierVault

  /// The latest of the times from which each bucket allows another try; nil: now.
  func nextTry(
    _ buckets: [ThrottleBucket], at now: Timestamp, in transaction: Transaction
  ) throws -> Timestamp? {
    try buckets.compactMap { bucket in
      try ThrottleStore.failures(in: bucket, in: transaction)
        .flatMap { schedule(of: bucket.kind).nextTry(after: $0, at: now) }
    }.max()
  }

  /// Counts a failure; answers the wait that it began.
  @discardableResult
  func count(
    _ bucket: ThrottleBucket, at now: Timestamp, in transaction: Transaction
  ) throws -> Duration {
    try ThrottleStore.sweepFailures(
      before: now - longestMemory, count: AccountPolicy.sweepStep, in: transaction)
    let schedule = schedule(of: bucket.kind)
    let failures = schedule.counting(
      try ThrottleStore.failures(in: bucket, in: transaction), at: now)
    try ThrottleStore.set(failures, of: bucket, in: transaction)
    return schedule.wait(after: failures.count)
  }

  /// Whoever was right has no failures (BF-04).
  func clear(_ bucket: ThrottleBucket, in transaction: Transaction) throws {
    try ThrottleStore.clear(bucket, in: transaction)
  }

  private func schedule(of kind: ThrottleBucket.Kind) -> ThrottleSchedule {
    switch kind {
    case .strangers: policy.strangers
    case .knownClient: policy.knownClient
    case .network: policy.network
    case .codes: policy.codes
    case .secondFactor: policy.secondFactor
    case .lookups: policy.lookups
    }
  }

  private var longestMemory: Duration {
    ThrottleBucket.Kind.allCases.map { schedule(of: $0).memory }.max() ?? .zero
  }

  // MARK: Messages

  /// Allows a message and remembers it, or says when the next is allowed. It asks nothing about the address, so that one with an
  /// account and one without have the same limits.
  func sending(
    to identifier: Digest, for network: SourceNetwork, at now: Timestamp,
    in transaction: Transaction
  ) throws -> Timestamp? {
    let address = number(vault.mac("sending.address", identifier.bytes))
    let asker = number(vault.mac("sending.network", network.bytes))
    var waits: [Timestamp] = []
    for limit in policy.messagesToOneAddress {
      let last = try ThrottleStore.sent(
        to: address, after: now - limit.within, skipping: limit.most - 1, in: transaction)
      if let last { waits.append(last + limit.within) }
    }
    for limit in policy.messagesFromOneNetwork {
      let last = try ThrottleStore.sent(
        for: asker, after: now - limit.within, skipping: limit.most - 1, in: transaction)
      if let last { waits.append(last + limit.within) }
    }
    for limit in policy.messagesAltogether {
      let last = try ThrottleStore.sent(
        after: now - limit.within, skipping: limit.most - 1, in: transaction)
      if let last { waits.append(last + limit.within) }
    }
    if let next = waits.max() { return next }
    try ThrottleStore.sweepSendings(
      before: now - SendingLimit.memory, count: AccountPolicy.sweepStep, in: transaction)
    try ThrottleStore.insertSending(to: address, for: asker, at: now, in: transaction)
    return nil
  }

  /// As a column holds it.
  private func number(_ digest: Digest) -> Int64 { Int64(bitPattern: digest.prefix) }
}
