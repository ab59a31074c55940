import JSON

/// How fast something may come: a bucket of tokens, so that a burst passes and a flood does not.
struct Pace: Hashable, Sendable {
  let burst: Int
  let perSecond: Double
  private var tokens: Double
  private var filledAt: Timestamp

  init(burst: Int, perSecond: Double, at now: Timestamp) {
    self.burst = burst
    self.perSecond = perSecond
    tokens = Double(burst)
    filledAt = now
  }

  /// False when this one is too many.
  mutating func admit(at now: Timestamp) -> Bool {
    fill(at: now)
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }

  /// Whether it has been quiet for long enough to be forgotten.
  mutating func isFull(at now: Timestamp) -> Bool {
    fill(at: now)
    return tokens >= Double(burst)
  }

  private mutating func fill(at now: Timestamp) {
    let elapsed = Double(max(0, now.milliseconds - filledAt.milliseconds)) / 1_000
    tokens = min(Double(burst), tokens + elapsed * perSecond)
    filledAt = max(filledAt, now)
  }
}
