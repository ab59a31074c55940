import AccountSession
import JSON
import SQLite
import Synchronization

/// Takes measurements to the writer: one piece at a time with everything that waits, so that a flood costs one commit after another
/// and no more, and memory is bounded. What could not be written waits for the next tick.
final class MeasurementInbox: Sendable {
  /// What arrived together, and who wants to know when all of it is kept.
  fileprivate struct Delivery: Sendable {
    let measurements: [Measurement]
    let kept: @Sendable () -> Void
  }

  fileprivate struct State {
    var waiting: [Delivery] = []
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

  /// - Parameter kept: called on the writer's thread after the commit that has them all; never when they were given up.
  func add(_ measurements: [Measurement], kept: @escaping @Sendable () -> Void = {}) {
    state.withLock { state in
      state.waiting.append(Delivery(measurements: measurements, kept: kept))
      state.dropOldest(beyond: limit)
    }
    write()
  }

  /// `then` runs after the commit, on the writer's thread.
  func correct(
    _ id: MeasurementID, to person: Attribution.Person, by caller: Caller,
    then: @escaping @Sendable (Result<AttributionStore.Correction, Writer.Failure>) -> Void
  ) {
    desk.writer.submit(
      { [desk] transaction in
        try desk.confirm(caller, in: transaction)
        return try AttributionStore.correct(id, to: person, of: caller.account, in: transaction)
      }, then: then)
  }

  /// Hands on what waits, unless a piece is under way.
  func write() {
    let batch = state.withLock { state -> [Delivery] in
      guard !state.isWriting, !state.waiting.isEmpty else { return [] }
      state.isWriting = true
      return state.takeFirst(Self.batch)
    }
    guard !batch.isEmpty else { return }
    desk.writer.submit { [desk] transaction in
      for measurement in batch.flatMap(\.measurements) {
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

  private func finish(_ batch: [Delivery], _ result: Result<Void, Writer.Failure>) {
    guard case .success = result else {
      return state.withLock { state in
        state.isWriting = false
        // Before what came meanwhile, which is newer and stays if there is not room for both.
        state.waiting = batch + state.waiting
        state.dropOldest(beyond: limit)
      }
    }
    for delivery in batch { delivery.kept() }
    state.withLock { $0.isWriting = false }
    write()
  }
}

extension MeasurementInbox.State {
  /// Whole deliveries, oldest first, of about so many measurements.
  fileprivate mutating func takeFirst(_ most: Int) -> [MeasurementInbox.Delivery] {
    var count = 0
    let end = waiting.firstIndex { delivery in
      defer { count += delivery.measurements.count }
      return count >= most
    }
    let taken = Array(waiting.prefix(upTo: end ?? waiting.endIndex))
    waiting.removeFirst(taken.count)
    return taken
  }

  fileprivate mutating func dropOldest(beyond limit: Int) {
    var count = waiting.reduce(0) { $0 + $1.measurements.count }
    while count > limit, let oldest = waiting.first {
      waiting.removeFirst()
      count -= oldest.measurements.count
      dropped += oldest.measurements.count
    }
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
