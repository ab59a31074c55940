import JSON

/// How wide the buckets of a chart are: from a ladder, so that the same range is cut alike today and tomorrow, and above a quarter of
/// an hour in whole quarters, which are summed up already.
struct ChartWidth: Hashable, Sendable {
  let milliseconds: Int64

  /// Points of one chart: more than the pixels of most screens.
  static let mostPoints = 2_000

  private static let ladder: [Int64] = [
    1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  ]

  /// The narrowest of the ladder that cuts from `from` to `to` into at most `points` buckets; above it, nearly the narrowest.
  ///
  /// - Precondition: `from` is before `to`, and there is at least one point.
  init(from: Timestamp, to: Timestamp, points: Int) {
    precondition(from < to && points > 0, "an empty range or no points have no chart")
    func fits(_ width: Int64) -> Bool {
      (to.milliseconds - 1) / width - from.milliseconds / width < Int64(points)
    }
    if let width = Self.ladder.first(where: fits) {
      milliseconds = width
      return
    }
    let quarter = MeasurementStore.quarter
    // Both ends may cut a bucket: the division is a first guess, from below.
    var quarters = max(
      1, (to.milliseconds - from.milliseconds) / (quarter * Int64(points)))
    // With one point the ends may lie on both sides of every line there is: then all time is one bucket.
    while !fits(quarters * quarter) { quarters += max(1, quarters / 64) }
    milliseconds = quarters * quarter
  }

  var isOfQuarters: Bool { milliseconds >= MeasurementStore.quarter }

  /// The beginning of the bucket in which `moment` lies.
  func floor(_ moment: Timestamp) -> Timestamp {
    Timestamp(milliseconds: moment.milliseconds / milliseconds * milliseconds)
  }

  /// The end of the bucket in which the last millisecond before `moment` lies.
  func ceiling(_ moment: Timestamp) -> Timestamp {
    Timestamp(milliseconds: ((moment.milliseconds - 1) / milliseconds + 1) * milliseconds)
  }
}

/// All that was measured in one stretch of time. Lowest and highest are kept beside the mean, so that a peak of a second is still
/// seen in the chart of a year.
struct ChartBucket: Hashable, Sendable {
  /// Where it begins.
  let at: Timestamp
  let lowest: Int64
  let highest: Int64
  let total: Int64
  /// Above zero: empty buckets are left out.
  let samples: Int64

  var mean: Double { Double(total) / Double(samples) }
}
