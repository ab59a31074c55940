import Kernel

/// Keeps one controller scanning for as long as it is wanted. The kernel stops by itself every ten seconds, and when it connects; and
/// some controllers stop without a word.
struct DiscoveryKeeper: Hashable {
  private var isWanted = false
  private var stage = Stage.off

  private enum Stage: Hashable {
    case off
    case starting
    /// Since the last sign of life.
    case on(since: MonotonicTime)
    case stopping
  }

  enum Action: Hashable {
    case nothing
    case start
    case stop
  }

  /// The kernel's own turn is 10.24 s: whoever has said nothing for three of them is stuck.
  static let patience: Duration = .seconds(31)

  mutating func want(_ isWanted: Bool) -> Action {
    self.isWanted = isWanted
    return switch stage {
    case .off where isWanted: start()
    case .on where !isWanted: stop()
    case .off, .starting, .on, .stopping: .nothing
    }
  }

  /// The kernel has answered that it starts, or that it does not.
  mutating func started(_ isDone: Bool, at now: MonotonicTime) -> Action {
    guard stage == .starting else { return .nothing }
    // Busy connecting, most likely: the next tick tries again.
    stage = isDone ? .on(since: now) : .off
    return isDone && !isWanted ? stop() : .nothing
  }

  /// The kernel has answered to our stop. It may have stopped by itself before.
  mutating func stopped() -> Action {
    guard stage == .stopping else { return .nothing }
    stage = .off
    return isWanted ? start() : .nothing
  }

  /// The kernel says that it scans, or that it has stopped.
  mutating func changed(isOn: Bool, at now: MonotonicTime) -> Action {
    guard case .on = stage else { return .nothing }
    if isOn {
      stage = .on(since: now)
      return .nothing
    }
    stage = .off
    return isWanted ? start() : .nothing
  }

  mutating func heard(at now: MonotonicTime) {
    if case .on = stage { stage = .on(since: now) }
  }

  mutating func tick(at now: MonotonicTime) -> Action {
    switch stage {
    case .off where isWanted: start()
    case .on(let since) where now - since >= DiscoveryKeeper.patience: stop()
    case .off, .starting, .on, .stopping: .nothing
    }
  }

  private mutating func start() -> Action {
    stage = .starting
    return .start
  }

  private mutating func stop() -> Action {
    stage = .stopping
    return .stop
  }
}
