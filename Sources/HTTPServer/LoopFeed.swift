import HTTP
import Synchronization

/// Tells the loops of all servers that were made with it. The feed exists before the server, because the desks that poke it do.
package final class LoopFeed: StreamFeed {
  private let mailboxes = Mutex<[Mailbox]>([])

  package init() {}

  package func poke(topic: UInt64?) {
    for mailbox in mailboxes.withLock({ $0 }) {
      mailbox.put { $0.pokes.add(topic) }
    }
  }

  func attach(_ mailbox: Mailbox) { mailboxes.withLock { $0.append(mailbox) } }

  func detach(_ mailbox: Mailbox) { mailboxes.withLock { $0.removeAll { $0 === mailbox } } }
}
