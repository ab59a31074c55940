package import JSON

/// The clock of the process; tests move it by hand.
package protocol WallClock: Sendable {
  var now: Timestamp { get }
}

/// How a code reaches its owner. The call only queues: it returns at once and never fails the request (EN-05, CR-06).
package protocol CodeDelivery: Sendable {
  func deliver(_ message: OutgoingMessage)
}

/// A message to an address. Adapters: an outbox folder, `sendmail`, an HTTPS webhook.
package struct OutgoingMessage: Sendable {
  package enum Channel: String, Sendable { case email, phone }
  package let channel: Channel
  package let address: String
  package let subject: String
  package let text: String
  /// Why it is sent, as `registration-code`; stable.
  package let purpose: String
  /// The code alone, where there is one, for adapters that have templates of their own.
  package let code: String?
  package init(
    channel: Channel, address: String, subject: String, text: String, purpose: String, code: String?
  ) {
    self.channel = channel
    self.address = address
    self.subject = subject
    self.text = text
    self.purpose = purpose
    self.code = code
  }
}
