import Glibc
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
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    nextSecond = now + .nanoseconds(1_000_000_000 - Int64(time.tv_nsec))
    // A machine whose clock stands before 1970 or after 9999 still answers.
    let seconds = min(max(Int64(time.tv_sec), 0), 253_402_300_799)
    return DateLine.bytes(secondsSinceEpoch: seconds) + otherLines
  }
}
