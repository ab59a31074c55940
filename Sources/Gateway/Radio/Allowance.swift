import Kernel

/// How much of something a peer may cause: so many at once, and so many a second after that.
struct Allowance {
  private let most: Int64
  private let perSecond: Int64
  /// In billionths of one.
  private var left: Int64
  private var asOf: MonotonicTime

  private static let one: Int64 = 1_000_000_000

  init(most: Int, perSecond: Int, now: MonotonicTime) {
    self.most = Int64(most) * Allowance.one
    self.perSecond = Int64(perSecond)
    left = self.most
    asOf = now
  }

  /// - Returns: false when it is used up.
  mutating func take(at now: MonotonicTime) -> Bool {
    let passed = max(0, now.nanoseconds - asOf.nanoseconds)
    // What has grown is bounded before it is multiplied: an hour's growth fills any allowance.
    left = min(most, left + min(passed, 3_600 * Allowance.one) * perSecond)
    asOf = now
    guard left >= Allowance.one else { return false }
    left -= Allowance.one
    return true
  }
}
