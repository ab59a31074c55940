import AccountSession
import Kernel

/// One way to bring a message to its address. Called on the delivery's own thread; may wait, but not without a deadline.
protocol MessageCarrier: Sendable {
  /// For the log: `outbox`, `sendmail`, `webhook`.
  var name: String { get }
  func carry(_ message: OutgoingMessage) throws(CarryError)
}

/// Why a message was not carried. Holds neither address nor code: it goes into the log.
struct CarryError: Error, Hashable, CustomStringConvertible {
  /// Whether the next attempt may fare better.
  let isPassing: Bool
  let description: String

  /// The other side may be back in a moment.
  static func passing(_ description: String) -> CarryError {
    CarryError(isPassing: true, description: description)
  }

  /// Trying again changes nothing.
  static func final(_ description: String) -> CarryError {
    CarryError(isPassing: false, description: description)
  }
}
