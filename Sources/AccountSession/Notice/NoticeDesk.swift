import HTTP
import JSON
import SQLite

/// The one place that tells accounts something.
struct NoticeDesk: Sendable {
  let feed: any StreamFeed

  /// Appends a notice, for everybody when `account` is nil, and wakes those who wait for it after the commit.
  func append(
    _ account: AccountID?, kind: String, _ body: JSONObject, at now: Timestamp,
    in transaction: Transaction
  ) throws {
    try append(
      account, kind: kind, json: JSONValue.object(body).encoded(), at: now, in: transaction)
  }

  func append(
    _ account: AccountID?, kind: String, json: [UInt8], at now: Timestamp,
    in transaction: Transaction
  ) throws {
    try NoticeStore.sweep(
      olderThan: now - AccountPolicy.noticeLife, count: AccountPolicy.sweepStep, in: transaction)
    try NoticeStore.insert(account, kind: kind, body: json, at: now, in: transaction)
    transaction.afterCommit { [feed] in feed.poke(topic: account?.topic) }
  }

  /// Up to `AccountPolicy.noticesAtOnce` notices after the cursor, oldest first.
  ///
  /// A cursor of 0 begins with the oldest kept. One that is older than what is kept, or that this database never gave, is answered with
  /// `resync` alone.
  static func notices(
    to account: AccountID, after cursor: Int64, now: Timestamp, from reader: Reader
  ) throws -> [Notice] {
    let most = AccountPolicy.noticesAtOnce
    if cursor > 0 {
      let kept = try NoticeStore.range(from: reader)
      guard let kept, cursor >= kept.lowerBound - 1, cursor <= kept.upperBound else {
        return [.resync(newest: kept?.upperBound ?? 0, at: now)]
      }
      // Most of the time there is nothing new, and this has been said by two look-ups.
      if cursor == kept.upperBound { return [] }
    }
    let own = try NoticeStore.notices(to: account, after: cursor, count: most, from: reader)
    let shared = try NoticeStore.noticesToAll(after: cursor, count: most, from: reader)
    return Array((own + shared).sorted { $0.id < $1.id }.prefix(most))
  }
}

extension AccountID {
  /// Whom a poke of the feed names to wake this account's streams.
  var topic: UInt64 { UInt64(number) }
}
