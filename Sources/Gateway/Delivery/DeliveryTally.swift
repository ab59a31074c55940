import AccountSession
import JSON
import Synchronization

/// Messages since the start.
package struct DeliveryCounters: Hashable, Sendable {
  package var carried = 0
  package var retried = 0
  package var failed = 0
  package var dropped = 0
}

/// Counts what becomes of messages and tells the log, in words that hold neither address nor code. Any thread.
final class DeliveryTally: Sendable {
  enum Outcome {
    case carried
    /// `attempt` were made so far.
    case postponed(CarryError, attempt: Int)
    case failed(CarryError)
  }

  private let current = Mutex(DeliveryCounters())
  private let log: Log

  init(log: Log) { self.log = log }

  var counters: DeliveryCounters { current.withLock { $0 } }

  func noteDropped() {
    current.withLock { $0.dropped += 1 }
    log.write(.warning, "delivery.dropped", "the delivery queue is full: a message was dropped")
  }

  func note(_ outcome: Outcome, of message: OutgoingMessage, by carrier: String) {
    let facts: [(name: String, value: JSONValue)] = [
      ("carrier", .string(carrier)), ("purpose", .string(message.purpose)),
      ("channel", .string(message.channel.rawValue)),
    ]
    switch outcome {
    case .carried:
      current.withLock { $0.carried += 1 }
      log.write(.debug, "delivery.carried", "a message was delivered", facts)
    case .postponed(let error, let attempt):
      current.withLock { $0.retried += 1 }
      log.write(
        .warning, "delivery.postponed", "a message could not be delivered yet: \(error)",
        facts + [("attempt", .integer(Int64(attempt)))])
    case .failed(let error):
      current.withLock { $0.failed += 1 }
      log.write(.error, "delivery.failed", "a message was given up: \(error)", facts)
    }
  }
}
