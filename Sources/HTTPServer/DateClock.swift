import HTTP
import Kernel

/// The lines that end every head: Date, and what the configuration adds. Encoded once a second.
struct DateClock {
  private let otherLines: [UInt8]
  private var nextSecond = MonotonicTime(nanoseconds: 0)

  init(headers: [(name: StaticString, value: String)]) {
    var lines: [UInt8] = []
    ResponseEncoder.append(headers, to: &lines)
    otherLines = lines
  }

  /// Nil when they are the same as before.
  mutating func lines(at now: MonotonicTime) -> [UInt8]? {
    guard now >= nextSecond else { return nil }
    // A machine whose clock stands before 1970 or after 9999 still answers.
    let time = min(max(WallClock.milliseconds, 0), 253_402_300_799_000)
    let (seconds, rest) = time.quotientAndRemainder(dividingBy: 1_000)
    nextSecond = now + .milliseconds(1_000 - rest)
    return DateLine.bytes(secondsSinceEpoch: seconds) + otherLines
  }
}
