import JSON
import SQLite

/// The rows of failures and of messages sent.
enum ThrottleStore {
  static let migration = """
    -- A row for each place that has failures; ThrottleBucket bounds how many there can be.
    CREATE TABLE throttle (
      bucket INTEGER PRIMARY KEY,
      failures BIGINT NOT NULL,
      last_at BIGINT NOT NULL
    );
    CREATE INDEX throttle_last ON throttle (last_at);
    -- The messages of the last day; the limit on all of them bounds how many there can be.
    CREATE TABLE sending (
      id INTEGER PRIMARY KEY,
      -- Keyed digests of the address and of the network that asked.
      address BIGINT NOT NULL,
      network BIGINT NOT NULL,
      sent_at BIGINT NOT NULL
    );
    CREATE INDEX sending_address ON sending (address, sent_at);
    CREATE INDEX sending_network ON sending (network, sent_at);
    CREATE INDEX sending_all ON sending (sent_at);
    """

  // MARK: Failures

  static func failures(
    in bucket: ThrottleBucket, in transaction: Transaction
  ) throws -> FailureCount? {
    try transaction.first("SELECT failures, last_at FROM throttle WHERE bucket = $1", bucket) {
      FailureCount(count: Int($0.int(0)), lastAt: Timestamp(milliseconds: $0.int(1)))
    }
  }

  static func set(
    _ failures: FailureCount, of bucket: ThrottleBucket, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO throttle (bucket, failures, last_at) VALUES ($1, $2, $3)
      ON CONFLICT (bucket) DO UPDATE SET failures = $2, last_at = $3
      """, bucket, failures.count, failures.lastAt.milliseconds)
  }

  static func clear(_ bucket: ThrottleBucket, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM throttle WHERE bucket = $1", bucket)
  }

  /// Removes up to `count` rows whose last failure is as old.
  static func sweepFailures(
    before time: Timestamp, count: Int, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      DELETE FROM throttle WHERE bucket IN
        (SELECT bucket FROM throttle WHERE last_at <= $1 ORDER BY last_at LIMIT $2)
      """, time.milliseconds, count)
  }

  // MARK: Messages

  /// When the message before the last `most` - 1 to the address was sent, if that was after `time`.
  static func sent(
    to address: Int64, after time: Timestamp, skipping: Int, in transaction: Transaction
  ) throws -> Timestamp? {
    try transaction.first(
      """
      SELECT sent_at FROM sending WHERE address = $1 AND sent_at > $2
      ORDER BY sent_at DESC LIMIT 1 OFFSET $3
      """, address, time.milliseconds, skipping
    ) { Timestamp(milliseconds: $0.int(0)) }
  }

  /// The same of those that one network asked for.
  static func sent(
    for network: Int64, after time: Timestamp, skipping: Int, in transaction: Transaction
  ) throws -> Timestamp? {
    try transaction.first(
      """
      SELECT sent_at FROM sending WHERE network = $1 AND sent_at > $2
      ORDER BY sent_at DESC LIMIT 1 OFFSET $3
      """, network, time.milliseconds, skipping
    ) { Timestamp(milliseconds: $0.int(0)) }
  }

  /// The same of all.
  static func sent(
    after time: Timestamp, skipping: Int, in transaction: Transaction
  ) throws -> Timestamp? {
    try transaction.first(
      "SELECT sent_at FROM sending WHERE sent_at > $1 ORDER BY sent_at DESC LIMIT 1 OFFSET $2",
      time.milliseconds, skipping
    ) { Timestamp(milliseconds: $0.int(0)) }
  }

  static func insertSending(
    to address: Int64, for network: Int64, at now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO sending (id, address, network, sent_at)
      VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM sending), $1, $2, $3)
      """, address, network, now.milliseconds)
  }

  /// Removes up to `count` messages that were sent as long ago.
  static func sweepSendings(
    before time: Timestamp, count: Int, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      DELETE FROM sending WHERE id IN
        (SELECT id FROM sending WHERE sent_at <= $1 ORDER BY sent_at LIMIT $2)
      """, time.milliseconds, count)
  }
}
