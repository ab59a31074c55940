import Commands
import JSON

/// A moment as a person writes one: `2026-11-24` for its first instant in UTC, or a time with its zone.
struct Moment: ArgumentValue {
  let time: Timestamp

  init?(argument: String) {
    guard let time = Timestamp(rfc3339: argument) ?? Timestamp(rfc3339: argument + "T00:00:00Z")
    else { return nil }
    self.time = time
  }

  var argument: String { time.description }
  static let expectation = "a day as 2026-11-24, or a time as 2026-11-24T05:00:00Z"
}
