import AccountSession
import JSON
import SQLite
import Synchronization

/// Takes measurements to the writer: one piece at a time with everything that waits, so that a flood costs one commit after another
/// and no more, and memory is bounded. What could not be written waits for the next tick.
final class MeasurementInbox: Sendable {
  private struct State {
    var waiting: [Measurement] = []
    var isWriting = false
    var dropped = 0
  }

  private let desk: AccountDesk
  private let limit: Int
  private let state = Mutex(State())

  /// How many rows one piece writes: some 5 ms of the writer's time.
  private static let batch = 256

  init(desk: AccountDesk, limits: AccessoryLimits) {
    self.desk = desk
    limit = limits.waitingMeasurements
  }

  /// Those that were given up because the writer did not take them in time, since the start.
  var dropped: Int { state.withLock { $0.dropped } }

  func add(_ measurements: [Measurement]) {
    state.withLock { state in
      state.waiting += measurements
      let excess = max(0, state.waiting.count - limit)
      state.waiting.removeFirst(excess)
      state.dropped += excess
    }
    write()
  }

  /// Hands on what waits, unless a piece is under way.
  func write() {
    let batch = state.withLock { state -> [Measurement] in
      guard !state.isWriting, !state.waiting.isEmpty else { return [] }
      state.isWriting = true
      let batch = Array(state.waiting.prefix(Self.batch))
      state.waiting.removeFirst(batch.count)
      return batch
    }
    guard !batch.isEmpty else { return }
    desk.writer.submit { [desk] transaction in
      for measurement in batch {
        guard let account = try MeasurementStore.insert(measurement, in: transaction) else {
          continue
        }
        // Somebody has just stepped down and looks at the phone. The rest comes every second.
        guard measurement.kind == .weight else { continue }
        try desk.notify(
          account, kind: "measurement.taken", json: measurement.notice, in: transaction)
      }
    } then: { [self] (result: Result<Void, Writer.Failure>) in
      finish(batch, result)
    }
  }

  private func finish(_ batch: [Measurement], _ result: Result<Void, Writer.Failure>) {
    let goesOn = state.withLock { state in
      state.isWriting = false
      if case .success = result { return true }
      // Before what came meanwhile, which is newer and stays if there is not room for both.
      let kept = batch.suffix(max(0, limit - state.waiting.count))
      state.dropped += batch.count - kept.count
      state.waiting = kept + state.waiting
      return false
    }
    if goesOn { write() }
  }
}

extension Measurement {
  fileprivate var notice: [UInt8] {
    JSONValue.object([
      "accessory": .string(accessory.description), "kind": .string(kind.rawValue),
      "taken_at": .string(takenAt.description),
    ]).encoded()
  }
}
