import HTTP
import Synchronization

/// A request that is answered later: where its answer must go.
struct LaterRequest: Sendable {
  let connection: ConnectionKey
  /// `Request.id`: the connection may be answering another by then.
  let request: UInt64
}

/// Carries a `Completion`'s response to the loop: the first one counts, and being dropped without one is an answer, too.
final class CompletionTicket: Sendable {
  private let request: LaterRequest
  private let mailbox: Mailbox
  private let isUsed = Atomic<Bool>(false)

  init(_ request: LaterRequest, _ mailbox: Mailbox) {
    self.request = request
    self.mailbox = mailbox
  }

  deinit { deliver(nil) }

  /// - Parameter response: nil when there is none to be had.
  func deliver(_ response: Response?) {
    guard !isUsed.exchange(true, ordering: .relaxed) else { return }
    mailbox.put { [request] in $0.results.append((request, response)) }
  }
}
