import JSON
import Testing

@testable import Accessories

@Suite("The width of a chart's buckets")
struct ChartTests {
  /// From a millisecond to the year 9999.
  private static let lengths: [Int64] = [
    1, 999, 60_000, 86_400_000, 1_728_000_000, 31_622_400_000, 253_402_300_799_999,
  ]

  private func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

  @Test("gives at most as many points as were asked for, over any range")
  func bounded() {
    for points in [1, 2, 7, 300, 2_000] {
      for length in Self.lengths {
        for start in [Int64(0), 1, 899_999, 1_795_000_000_123] {
          let (from, to) = (time(start), time(start + length))
          let width = ChartWidth(from: from, to: to, points: points)
          let buckets =
            (width.ceiling(to).milliseconds - width.floor(from).milliseconds) / width.milliseconds
          #expect(buckets <= points, "\(points) points over \(length) from \(start)")
          #expect(width.floor(from) <= from && width.ceiling(to) >= to)
          #expect(width.isOfQuarters == (width.milliseconds % 900_000 == 0))
        }
      }
    }
  }

  @Test(
    "is the narrowest of the ladder that will do",
    arguments: [
      // A minute in 60, an hour in 300, a day in 300, a day in 2000, a week in 300.
      (Int64(60_000), 60, Int64(1_000)), (3_600_000, 300, 15_000), (86_400_000, 300, 300_000),
      (86_400_000, 2_000, 60_000), (604_800_000, 300, 2_700_000),
    ])
  func ladder(length: Int64, points: Int, expected: Int64) {
    let from = time(1_795_046_400_000)
    let width = ChartWidth(from: from, to: from + .milliseconds(length), points: points)
    #expect(width.milliseconds == expected)
  }

  @Test("cuts a window that moves at the same places")
  func aligned() {
    let (first, second) = (time(1_795_000_000_000), time(1_795_000_007_777))
    let widths = [first, second].map { ChartWidth(from: $0, to: $0 + .seconds(3_600), points: 100) }
    #expect(widths[0] == widths[1])
    #expect(
      (widths[1].floor(second).milliseconds - widths[0].floor(first).milliseconds)
        % widths[0].milliseconds == 0)
  }
}
