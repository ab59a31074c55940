import Kernel
import Synchronization

/// Something that goes on beside the story, on a thread of its own.
final class Errand<Outcome: Sendable>: Sendable {
  private let outcome: Outcomes
  private let done: Signpost

  private final class Outcomes: Sendable {
    let result = Mutex<Result<Outcome, any Error>?>(nil)
  }

  init(_ name: String, _ body: @escaping @Sendable () throws -> Outcome) throws {
    let outcome = Outcomes()
    let done = try Signpost()
    self.outcome = outcome
    self.done = done
    _ = try KernelThread(name: name) {
      let result = Result { try body() }
      outcome.result.withLock { $0 = result }
      done.set()
    }
  }

  /// What became of it; nil when it is still going on at the deadline.
  func result(within patience: Duration) throws -> Outcome? {
    guard try done.wait(within: patience) else { return nil }
    return try outcome.result.withLock { $0 }?.get()
  }
}

/// A moment that others wait for; once it has come it stays.
final class Signpost: Sendable {
  private let wakeup: Wakeup

  init() throws(KernelError) { wakeup = try Wakeup() }

  func set() { wakeup.wake() }

  /// - Returns: false when the time is over before.
  func wait(within patience: Duration) throws(KernelError) -> Bool {
    var epoll = try Epoll(batch: 1)
    try epoll.add(wakeup.number, .readable)
    return try epoll.wait(until: .now + patience) > 0
  }
}
