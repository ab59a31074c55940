import Kernel
import Synchronization

/// Something that goes on beside the story, on a thread of its own.
final class Errand<Outcome: Sendable>: Sendable {
  private let outcome: Outcomes
  private let done: Latch

  private final class Outcomes: Sendable {
    let result = Mutex<Result<Outcome, any Error>?>(nil)
  }

  init(_ name: String, _ body: @escaping @Sendable () throws -> Outcome) throws {
    let outcome = Outcomes()
    let done = try Latch()
    self.outcome = outcome
    self.done = done
    _ = try KernelThread(name: name) {
      let result = Result { try body() }
      outcome.result.withLock { $0 = result }
      done.open()
    }
  }

  /// What became of it; nil when it is still going on at the deadline.
  func result(within patience: Duration) throws -> Outcome? {
    guard done.wait(until: .now + patience) else { return nil }
    return try outcome.result.withLock { $0 }?.get()
  }
}
