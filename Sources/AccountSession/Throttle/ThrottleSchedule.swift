import JSON

/// How long somebody waits after so many failures.
package struct ThrottleSchedule: Hashable, Sendable {
  /// Failures that cost nothing: people mistype.
  package let free: Int
  /// The wait after the first failure beyond these; it doubles with each further one.
  package let first: Duration
  /// It never grows beyond this: nobody is locked out for good by others' failures.
  package let longest: Duration
  /// So long after the last failure, all are forgotten.
  package let memory: Duration

  package init(free: Int, first: Duration, longest: Duration, memory: Duration) {
    precondition(free >= 0 && first > .zero && longest >= first && memory >= longest)
    self.free = free
    self.first = first
    self.longest = longest
    self.memory = memory
  }

  /// The wait that the last of so many failures began.
  package func wait(after failures: Int) -> Duration {
    guard failures > free else { return .zero }
    // 2^40 times the shortest wait is beyond any longest one.
    let doublings = min(failures - free - 1, 40)
    return min(Duration.milliseconds(first.milliseconds << Int64(doublings)), longest)
  }

  /// When the next try is allowed; nil: now.
  func nextTry(after failures: FailureCount, at now: Timestamp) -> Timestamp? {
    let next = failures.lastAt + wait(after: failures.count)
    return now < next && now < failures.lastAt + memory ? next : nil
  }

  /// One more failure.
  func counting(_ failures: FailureCount?, at now: Timestamp) -> FailureCount {
    guard let failures, now < failures.lastAt + memory else {
      return FailureCount(count: 1, lastAt: now)
    }
    return FailureCount(count: failures.count + 1, lastAt: now)
  }
}

/// Failures that are remembered together.
struct FailureCount: Hashable, Sendable {
  let count: Int
  let lastAt: Timestamp
}
