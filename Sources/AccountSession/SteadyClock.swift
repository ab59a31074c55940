import JSON
import Synchronization

/// The wall clock, never going back: a token that was over stays over when somebody sets the clock an hour back (CR-05).
///
/// A clock that was wrongly ahead and is put right stands still here until it has caught up, or until the process starts again.
final class SteadyClock: WallClock {
  private let clock: any WallClock
  private let latest = Atomic<Int64>(0)

  init(_ clock: any WallClock) { self.clock = clock }

  var now: Timestamp {
    let read = clock.now.milliseconds
    // Most calls fall into a millisecond that was seen already, and only read.
    let seen = latest.load(ordering: .relaxed)
    guard read > seen else { return Timestamp(milliseconds: seen) }
    return Timestamp(milliseconds: latest.max(read, ordering: .relaxed).newValue)
  }
}
