import AccountSession
import JSON
import SQLite

/// The rows of measurements, each exactly once, and their sums by the quarter of an hour, from which a long chart is drawn.
enum MeasurementStore {
  static let migration = """
    CREATE TABLE measurement (
      account BIGINT NOT NULL,
      kind BIGINT NOT NULL,
      -- The same for the same measurement, so that it is kept once.
      fingerprint BIGINT NOT NULL,
      taken_at BIGINT NOT NULL,
      value BIGINT NOT NULL,
      time_source TEXT NOT NULL,
      accessory BIGINT NOT NULL,
      PRIMARY KEY (account, kind, fingerprint)
    );
    -- With value and accessory, so that a chart reads this index and no row.
    CREATE INDEX measurement_taken
      ON measurement (account, kind, taken_at, fingerprint, value, accessory);
    CREATE TABLE measurement_quarter (
      account BIGINT NOT NULL,
      kind BIGINT NOT NULL,
      accessory BIGINT NOT NULL,
      -- Its first millisecond.
      quarter BIGINT NOT NULL,
      lowest BIGINT NOT NULL,
      highest BIGINT NOT NULL,
      total BIGINT NOT NULL,
      samples BIGINT NOT NULL,
      PRIMARY KEY (account, kind, accessory, quarter)
    );
    """

  /// A quarter of an hour, in milliseconds.
  static let quarter: Int64 = 900_000

  /// Keeps a measurement for the account that owns the accessory now.
  ///
  /// - Returns: that account; nil when the measurement was known, or when nobody owns the accessory any more.
  static func insert(_ new: Measurement, in transaction: Transaction) throws -> AccountID? {
    let owner = try transaction.first(
      "SELECT account FROM accessory WHERE device = $1", new.accessory
    ) { AccountID(number: $0.int(0)) }
    guard let owner, try !isRepetition(new, of: owner, in: transaction) else { return nil }
    let attribution =
      try new.attribution ?? AttributionStore.guess(new, of: owner, in: transaction)
    let inserted = try transaction.execute(
      """
      INSERT INTO measurement
        (account, kind, fingerprint, taken_at, value, time_source, accessory, is_authenticated,
          person, person_basis)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      ON CONFLICT (account, kind, fingerprint) DO NOTHING
      """, owner, new.kind.code, new.fingerprint, new.takenAt.milliseconds, new.value,
      new.timeSource.rawValue, new.accessory, new.isAuthenticated, attribution.person.code,
      attribution.basis.rawValue)
    guard inserted > 0 else { return nil }
    if attribution.person == .owner { try addToQuarter(new, of: owner, in: transaction) }
    return owner
  }

  private static func addToQuarter(
    _ new: Measurement, of owner: AccountID, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO measurement_quarter
        (account, kind, accessory, quarter, lowest, highest, total, samples)
      VALUES ($1, $2, $3, $4, $5, $5, $5, 1)
      ON CONFLICT (account, kind, accessory, quarter) DO UPDATE SET
        lowest = CASE WHEN excluded.lowest < measurement_quarter.lowest
          THEN excluded.lowest ELSE measurement_quarter.lowest END,
        highest = CASE WHEN excluded.highest > measurement_quarter.highest
          THEN excluded.highest ELSE measurement_quarter.highest END,
        total = measurement_quarter.total + excluded.total,
        samples = measurement_quarter.samples + 1
      """, owner, new.kind.code, new.accessory,
      quarter(of: new.takenAt), new.value)
  }

  /// The first millisecond of the quarter in which `moment` lies.
  static func quarter(of moment: Timestamp) -> Int64 { moment.milliseconds / quarter * quarter }

  /// Sums a quarter up anew, after somebody else was taken out of it or the owner put in.
  static func sumUp(
    _ start: Int64, _ kind: MeasurementKind, of account: AccountID, _ accessory: DeviceID,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      DELETE FROM measurement_quarter
      WHERE account = $1 AND kind = $2 AND accessory = $3 AND quarter = $4
      """, account, kind.code, accessory, start)
    try transaction.execute(
      """
      INSERT INTO measurement_quarter
        (account, kind, accessory, quarter, lowest, highest, total, samples)
      SELECT account, kind, accessory, CAST($4 AS BIGINT), MIN(value), MAX(value), SUM(value),
        COUNT(*)
      FROM measurement
      WHERE account = $1 AND kind = $2 AND person = 0 AND taken_at >= $4 AND taken_at < $5
        AND accessory = $3
      GROUP BY account, kind, accessory
      """, account, kind.code, accessory, start, start + quarter)
  }

  /// A weighing without a clock is sent again after a lost connection, or after our own restart: the same value within a minute
  /// is the same weighing.
  private static func isRepetition(
    _ new: Measurement, of owner: AccountID, in transaction: Transaction
  ) throws -> Bool {
    guard new.isWithoutClock, new.kind.isWeighing else { return false }
    let (from, to) = (
      new.takenAt - ReadingFilter.weighingLife, new.takenAt + ReadingFilter.weighingLife
    )
    return try transaction.first(
      """
      SELECT 1 FROM measurement
      WHERE account = $1 AND kind = $2 AND person IN (0, 1) AND taken_at > $3 AND taken_at < $4
        AND value = $5 AND accessory = $6
      """, owner, new.kind.code, from.milliseconds, to.milliseconds, new.value, new.accessory
    ) { _ in true } ?? false
  }

  // MARK: Reading

  /// The rows after `cursor`, oldest first. Rows that are added later, with whatever time, move none of those that were read.
  static func rows(
    of query: MeasurementQuery, count: Int, from reader: Reader
  ) throws -> [StoredMeasurement] {
    let range =
      query.person == .owner
      ? try range(of: query, from: reader) : query.from.milliseconds..<query.to.milliseconds
    guard let range else { return [] }
    let after = query.cursor ?? MeasurementCursor(takenAt: range.lowerBound - 1, fingerprint: .max)
    return try reader.all(
      """
      SELECT taken_at, fingerprint, value, time_source, accessory, is_authenticated, person,
        person_basis
      FROM measurement
      WHERE account = $1 AND kind = $2 AND person = $9 AND (taken_at, fingerprint) > ($3, $4)
        AND taken_at >= $5 AND taken_at < $6 AND ($7 = 0 OR accessory = $7)
      ORDER BY taken_at, fingerprint LIMIT $8
      """, query.account, query.kind.code, after.takenAt, after.fingerprint, range.lowerBound,
      range.upperBound, query.accessory?.number ?? 0, count, query.person.code
    ) { StoredMeasurement($0, kind: query.kind) }
  }

  /// The milliseconds to look at for the owner's own. For one accessory of several it is where that one has anything: the sums know without reading every
  /// other's rows. Nil when there is nothing.
  private static func range(
    of query: MeasurementQuery, from reader: Reader
  ) throws -> Range<Int64>? {
    let (from, to) = (query.from.milliseconds, query.to.milliseconds)
    guard from < to else { return nil }
    guard let accessory = query.accessory else { return from..<to }
    let start = max(from, query.cursor?.takenAt ?? from)
    let (first, last) = (
      try reader.first(
        """
        SELECT MIN(quarter) FROM measurement_quarter
        WHERE account = $1 AND kind = $2 AND accessory = $3 AND quarter > $4
        """, query.account, query.kind.code, accessory, start - quarter
      ) { $0.optionalInt(0) } ?? nil,
      try reader.first(
        """
        SELECT MAX(quarter) FROM measurement_quarter
        WHERE account = $1 AND kind = $2 AND accessory = $3 AND quarter < $4
        """, query.account, query.kind.code, accessory, to
      ) { $0.optionalInt(0) } ?? nil
    )
    guard let first, let last, max(start, first) < min(to, last + quarter) else { return nil }
    return max(start, first)..<min(to, last + quarter)
  }

  /// The buckets of a chart of the owner's own that have anything, in order.
  ///
  /// - Parameter query: its ends lie where buckets of this width do.
  static func buckets(
    of query: MeasurementQuery, width: ChartWidth, from reader: Reader
  ) throws -> [ChartBucket] {
    width.isOfQuarters
      ? try reader.all(
        """
        SELECT quarter / $5 * $5 AS bucket, MIN(lowest), MAX(highest), SUM(total), SUM(samples)
        FROM measurement_quarter
        WHERE account = $1 AND kind = $2 AND quarter >= $3 AND quarter < $4
          AND ($6 = 0 OR accessory = $6)
        GROUP BY bucket ORDER BY bucket
        """, query.account, query.kind.code, query.from.milliseconds, query.to.milliseconds,
        width.milliseconds, query.accessory?.number ?? 0
      ) { ChartBucket($0) }
      : try narrowBuckets(of: query, width: width, from: reader)
  }

  /// One look-up for each bucket. Grouped by the database in one statement they would be sorted first, because it does not see that
  /// the rows come in the order of their buckets: that takes twice as long.
  private static func narrowBuckets(
    of query: MeasurementQuery, width: ChartWidth, from reader: Reader
  ) throws -> [ChartBucket] {
    let (from, to) = (query.from.milliseconds, query.to.milliseconds)
    return try stride(from: from, to: to, by: Int(width.milliseconds)).compactMap { start in
      try reader.first(
        """
        SELECT CAST($3 AS BIGINT), MIN(value), MAX(value), SUM(value), COUNT(*)
        FROM measurement
        WHERE account = $1 AND kind = $2 AND person = 0 AND taken_at >= $3 AND taken_at < $4
          AND ($5 = 0 OR accessory = $5)
        HAVING COUNT(*) > 0
        """, query.account, query.kind.code, start, start + width.milliseconds,
        query.accessory?.number ?? 0
      ) { ChartBucket($0) }
    }
  }
}

extension StoredMeasurement {
  fileprivate init(_ row: borrowing Row, kind: MeasurementKind) {
    self.init(
      cursor: MeasurementCursor(takenAt: row.int(0), fingerprint: row.int(1)), kind: kind,
      value: row.int(2),
      timeSource: Measurement.TimeSource(rawValue: row.text(3)) ?? .gateway,
      accessory: DeviceID(number: row.int(4)), isAuthenticated: row.bool(5),
      attribution: Attribution(person: row.int(6), basis: row.text(7)))
  }
}

extension ChartBucket {
  fileprivate init(_ row: borrowing Row) {
    self.init(
      at: Timestamp(milliseconds: row.int(0)), lowest: row.int(1), highest: row.int(2),
      total: row.int(3), samples: row.int(4))
  }
}
