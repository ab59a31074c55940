import Dispatch
import Synchronization

/// Lets as many passwords be hashed at a time as there are cores, and a few more wait (PW-11).
///
/// A hash takes a core and 32 MiB for some 60 ms. Without a bound, a burst of sign-ins would take all memory and every core
/// from those who are signed in already. Whoever wants a hash takes a place first, before anything is counted or written, so that a
/// full house costs nobody a failed try.
final class HashingGate: Sendable {
  private struct State {
    var placesTaken = 0
    /// Threads of our own: hashing never runs on a loop and never on the pool of tasks, which would stand still.
    var idleLanes: [DispatchQueue]
    var waiting: [@Sendable () -> Void] = []
  }

  private let state: Mutex<State>
  private let placeCount: Int

  init(atOnce: Int, waiting: Int) {
    precondition(atOnce >= 1 && waiting >= 0, "a gate that lets nobody through")
    placeCount = atOnce + waiting
    state = Mutex(
      State(idleLanes: (0..<atOnce).map { DispatchQueue(label: "password-\($0)", qos: .utility) }))
  }

  /// Nil when the house is full: answer 503 with Retry-After.
  func enter() -> Place? {
    let isTaken = state.withLock { state in
      guard state.placesTaken < placeCount else { return false }
      state.placesTaken += 1
      return true
    }
    return isTaken ? Place(at: self) : nil
  }

  /// The right to one hash, given back when it is let go of.
  final class Place: Sendable {
    private let gate: HashingGate

    fileprivate init(at gate: HashingGate) { self.gate = gate }
    deinit { gate.leave() }

    /// Runs `work` when its turn has come, on a thread of the gate's. Returns at once.
    func run(_ work: @escaping @Sendable () -> Void) {
      gate.run { [self] in withExtendedLifetime(self, work) }
    }
  }

  private func leave() { state.withLock { $0.placesTaken -= 1 } }

  private func run(_ work: @escaping @Sendable () -> Void) {
    let lane = state.withLock { state -> DispatchQueue? in
      guard let lane = state.idleLanes.popLast() else {
        state.waiting.append(work)
        return nil
      }
      return lane
    }
    if let lane { run(work, on: lane) }
  }

  private func run(_ work: @escaping @Sendable () -> Void, on lane: DispatchQueue) {
    lane.async { [self] in
      work()
      let next = state.withLock { state -> (@Sendable () -> Void)? in
        guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
        state.idleLanes.append(lane)
        return nil
      }
      if let next { run(next, on: lane) }
    }
  }
}
