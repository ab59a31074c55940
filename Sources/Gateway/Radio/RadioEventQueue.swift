import Accessories
import Synchronization

/// Events on their way from the radio's thread to the one reader, with a bound for what peers can cause.
final class RadioEventQueue: Sendable {
  fileprivate struct State {
    var events: [RadioEvent] = []
    /// Of the first event not yet read; those before it are gone.
    var next = 0
    var reader: CheckedContinuation<RadioEvent?, Never>?
    var isFinished = false

    var count: Int { events.count - next }
  }

  private let state = Mutex(State())

  /// What is told again a second later anyway.
  static let mostAdvertisements = 1_024
  /// What would be lost; beyond it the sender's connection must end.
  static let mostValues = 4_096

  /// - Returns: false when the reader is too far behind for an event of this kind. What tells of a link's life is always taken:
  ///   there is a handful for each command.
  @discardableResult
  func add(_ event: RadioEvent) -> Bool {
    let (isTaken, reader) = state.withLock {
      state -> (Bool, CheckedContinuation<RadioEvent?, Never>?) in
      guard !state.isFinished else { return (false, nil) }
      switch event {
      case .advertisement where state.count >= RadioEventQueue.mostAdvertisements:
        return (false, nil)
      case .value where state.count >= RadioEventQueue.mostValues:
        return (false, nil)
      default: break
      }
      if let reader = state.reader.take() { return (true, reader) }
      state.events.append(event)
      return (true, nil)
    }
    reader?.resume(returning: event)
    return isTaken
  }

  /// The stream ends after what is in the queue.
  func finish() {
    let reader = state.withLock { state in
      state.isFinished = true
      return state.reader.take()
    }
    reader?.resume(returning: nil)
  }

  /// For one reader. When its task is cancelled the queue takes no more.
  func stream() -> AsyncStream<RadioEvent> {
    AsyncStream(unfolding: { await self.next() }, onCancel: { self.finish() })
  }

  private func next() async -> RadioEvent? {
    await withCheckedContinuation { continuation in
      let event = state.withLock { state -> RadioEvent?? in
        if state.count > 0 {
          defer { state.forgetRead() }
          return state.events[state.next]
        }
        if state.isFinished { return .some(nil) }
        precondition(state.reader == nil, "one reader")
        state.reader = continuation
        return nil
      }
      if let event { continuation.resume(returning: event) }
    }
  }
}

extension RadioEventQueue.State {
  /// Goes past the first event. The array is cut now and then instead of each time, which would move the rest.
  fileprivate mutating func forgetRead() {
    next += 1
    if next == events.count {
      events.removeAll(keepingCapacity: true)
      next = 0
    } else if next >= 256 {
      events.removeFirst(next)
      next = 0
    }
  }
}
