import JSON

/// Whether a linked accessory is within reach. It decides when to call it; `LinkBook` does.
enum Contact: Hashable, Sendable {
  /// Never connected: it is there while it advertises.
  case broadcasting
  /// Since when, and after how many calls in vain.
  case away(since: Timestamp, failures: Int)
  /// The radio was told to reach it.
  case calling(failures: Int)
  case connected
  /// Not called any more: its bond is not good, and only linking it anew helps. A kernel of series 6.1 can crash when a bond that
  /// the peer has lost is tried again, so the first sign of it is taken for the last word.
  case spoilt

  enum Event: Hashable, Sendable {
    case seen
    case timePassed
    /// `isEnough`: as well protected as when it was linked.
    case encrypted(isEnough: Bool)
    case failed(LinkFailure)
    case disconnected
  }

  enum Action: Hashable, Sendable {
    case nothing
    case call
    /// Hang up, and tell its owner that it must be linked anew.
    case giveUp
  }

  /// After a call in vain the next waits 1 s, 2 s … up to this.
  static let longestPause: Duration = .seconds(60)
  /// An accessory that advertises is there: it is called as soon as this is over.
  static let shortestPause: Duration = .seconds(1)

  mutating func take(_ event: Event, at now: Timestamp) -> Action {
    switch (self, event) {
    case (.away(let since, let failures), .seen) where now >= since + Self.shortestPause,
      (.away(let since, let failures), .timePassed) where now >= since + Self.pause(after: failures):
      self = .calling(failures: failures)
      return .call
    case (.calling, .encrypted(isEnough: true)), (.connected, .encrypted(isEnough: true)):
      self = .connected
      return .nothing
    case (.calling, .encrypted(isEnough: false)), (.connected, .encrypted(isEnough: false)):
      self = .spoilt
      return .giveUp
    case (.calling, .failed(let failure)), (.connected, .failed(let failure)):
      switch failure {
      case .keyMissing, .keyTooShort, .pairingRejected:
        self = .spoilt
        return .giveUp
      case .outOfReach, .timedOut, .notThisModel, .radioGone, .protocolViolation:
        let failures = if case .calling(let failures) = self { failures } else { 0 }
        self = .away(since: now, failures: failures + 1)
        return .nothing
      }
    case (.connected, .disconnected):
      self = .away(since: now, failures: 0)
      return .nothing
    default:
      return .nothing
    }
  }

  private static func pause(after failures: Int) -> Duration {
    min(longestPause, .seconds(1 << min(failures, 16)))
  }
}
