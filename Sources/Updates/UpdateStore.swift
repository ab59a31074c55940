import AccountSession
import JSON
package import SQLite
import SignedMetadata

/// What the database keeps of releases: the signed manifests, how far each may go, and what devices reported.
package enum UpdateStore {
  package static let migrations = MigrationSet(
    component: "Updates",
    steps: [
      """
      CREATE TABLE release (
        product TEXT NOT NULL,
        version TEXT NOT NULL,
        counter BIGINT NOT NULL,
        envelope BLOB NOT NULL,
        rollout_basis_points BIGINT NOT NULL,
        paused BIGINT NOT NULL,
        -- How many devices said so, counted with each new row of update_report.
        installed BIGINT NOT NULL,
        failed BIGINT NOT NULL,
        published_at BIGINT NOT NULL,
        published_by BIGINT NOT NULL,
        PRIMARY KEY (product, version)
      );
      CREATE TABLE update_report (
        device BIGINT NOT NULL,
        product TEXT NOT NULL,
        version TEXT NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT,
        reported_at BIGINT NOT NULL,
        PRIMARY KEY (device, product, version, outcome)
      );
      """
    ])

  struct Row: Sendable {
    let envelope: [UInt8]
    let rollout: Rollout
    let publishedAt: Timestamp
  }

  static func releases(in transaction: Transaction) throws -> [Row] {
    try transaction.all(
      """
      SELECT envelope, rollout_basis_points, paused, published_at FROM release
      ORDER BY product, version
      """
    ) {
      Row(
        envelope: $0.blob(0),
        // A share out of range cannot have been written; were it, nobody is offered the release.
        rollout: Rollout(
          share: RolloutShare(basisPoints: Int($0.int(1))) ?? .none, isPaused: $0.bool(2)),
        publishedAt: Timestamp(milliseconds: $0.int(3)))
    }
  }

  static func isPublished(_ product: String, version: String, in transaction: Transaction) throws
    -> Bool
  {
    try transaction.first(
      "SELECT 1 FROM release WHERE product = $1 AND version = $2", product, version
    ) { _ in true } ?? false
  }

  /// The highest security counter of the product; nil before its first release.
  static func highestCounter(of product: String, in transaction: Transaction) throws -> Int64? {
    try transaction.first("SELECT max(counter) FROM release WHERE product = $1", product) {
      $0.optionalInt(0)
    } ?? nil
  }

  static func insert(
    _ release: ShelvedRelease, envelope: [UInt8], by publisher: AccountID,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO release
        (product, version, counter, envelope, rollout_basis_points, paused, installed, failed,
         published_at, published_by)
      VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8)
      """, release.product, release.version.name, release.manifest.counter, envelope,
      release.rollout.share.basisPoints, release.rollout.isPaused, release.publishedAt.milliseconds,
      publisher)
  }

  static func rollout(of product: String, version: String, in transaction: Transaction) throws
    -> Rollout?
  {
    try transaction.first(
      "SELECT rollout_basis_points, paused FROM release WHERE product = $1 AND version = $2",
      product, version
    ) {
      Rollout(
        share: RolloutShare(basisPoints: Int($0.int(0))) ?? .none, isPaused: $0.bool(1))
    }
  }

  static func update(
    _ rollout: Rollout, of product: String, version: String, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE release SET rollout_basis_points = $1, paused = $2
      WHERE product = $3 AND version = $4
      """, rollout.share.basisPoints, rollout.isPaused, product, version)
  }

  /// The signed bytes of a release, as they were received.
  static func envelope(of product: String, version: String, from reader: Reader) throws -> [UInt8]?
  {
    try reader.first(
      "SELECT envelope FROM release WHERE product = $1 AND version = $2", product, version
    ) { $0.blob(0) }
  }

  /// What devices reported of one release.
  struct Counts: Hashable, Sendable {
    var installed: Int64 = 0
    var failed: Int64 = 0
  }

  struct Name: Hashable {
    let product: String
    let version: String
  }

  static func counts(from reader: Reader) throws -> [Name: Counts] {
    let rows = try reader.all("SELECT product, version, installed, failed FROM release") {
      (
        Name(product: $0.text(0), version: $0.text(1)),
        Counts(installed: $0.int(2), failed: $0.int(3))
      )
    }
    return Dictionary(rows) { first, _ in first }
  }

  /// Keeps a report unless the device said the same before, and counts it.
  ///
  /// - Returns: whether it is new, and when the device said it first.
  static func insert(
    _ report: UpdateReport, product: String, at now: Timestamp, in transaction: Transaction
  ) throws -> (isNew: Bool, at: Timestamp) {
    let version = report.version.name
    let inserted = try transaction.execute(
      """
      INSERT INTO update_report (device, product, version, outcome, reason, reported_at)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (device, product, version, outcome) DO NOTHING
      """, report.device, product, version, report.outcome.rawValue, report.reason,
      now.milliseconds)
    if inserted == 0 {
      let first = try transaction.first(
        """
        SELECT reported_at FROM update_report
        WHERE device = $1 AND product = $2 AND version = $3 AND outcome = $4
        """, report.device, product, version, report.outcome.rawValue
      ) { Timestamp(milliseconds: $0.int(0)) }
      return (false, first ?? now)
    }
    switch report.outcome {
    case .installed:
      try transaction.execute(
        "UPDATE release SET installed = installed + 1 WHERE product = $1 AND version = $2",
        product, version)
    case .failed:
      try transaction.execute(
        "UPDATE release SET failed = failed + 1 WHERE product = $1 AND version = $2",
        product, version)
    }
    return (true, now)
  }
}
