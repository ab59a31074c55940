import JSON

/// How fast one kind may come from one accessory: a bucket of tokens, so that a burst after a reconnect passes and a flood does not.
struct MeasurementPace: Hashable, Sendable {
  private var tokens: Double
  private var filledAt: Timestamp

  init(burst: Int, at now: Timestamp) {
    tokens = Double(burst)
    filledAt = now
  }

  /// False when this one is too many.
  mutating func admit(burst: Int, perSecond: Double, at now: Timestamp) -> Bool {
    let elapsed = Double(max(0, now.milliseconds - filledAt.milliseconds)) / 1_000
    tokens = min(Double(burst), tokens + elapsed * perSecond)
    filledAt = max(filledAt, now)
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }
}
