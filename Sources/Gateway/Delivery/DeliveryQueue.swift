package import AccountSession
import Kernel
import Synchronization

/// Messages on their way: queued by whoever sends one, carried by a thread of its own, tried again a few times, and then given up with
/// a word in the log.
///
/// The queue is bounded. What does not fit is dropped and counted: a code that comes hours late is of no use, and its owner asks
/// again.
package final class DeliveryQueue: CodeDelivery {
  private let mailbox: Mailbox<OutgoingMessage>
  private let thread: Mutex<KernelThread?>
  private let tally: DeliveryTally

  /// After a first failure, how long until the next attempt; after the last of them the message is given up. A code lives ten
  /// minutes.
  static let pauses: [Duration] = [.seconds(1), .seconds(5), .seconds(30), .seconds(120)]

  init(carrier: any MessageCarrier, limit: Int, pauses: [Duration] = pauses, log: Log)
    throws(KernelError)
  {
    let mailbox = try Mailbox<OutgoingMessage>(limit: limit)
    let tally = DeliveryTally(log: log)
    self.mailbox = mailbox
    self.tally = tally
    thread = Mutex(
      try KernelThread(name: "delivery") {
        var round = DeliveryRound(carrier: carrier, pauses: pauses, limit: limit)
        while true {
          let delivery = mailbox.take(until: round.next)
          round.add(delivery.letters)
          round.carry(reportingTo: tally)
          // What waits for another attempt when the gateway ends is lost, as its code soon is.
          if delivery.isOver { return }
        }
      })
  }

  deinit { close() }

  package func deliver(_ message: OutgoingMessage) {
    if !mailbox.put(message) { tally.noteDropped() }
  }

  package var counters: DeliveryCounters { tally.counters }

  /// Carries what is queued, once, and ends.
  package func close() {
    mailbox.close()
    if let thread = thread.withLock({ $0.take() }) { thread.join() }
  }
}

/// What the delivery's thread has in hand.
private struct DeliveryRound {
  private struct Parcel {
    let message: OutgoingMessage
    /// Attempts made.
    var attempts = 0
  }

  private let carrier: any MessageCarrier
  private let pauses: [Duration]
  private let limit: Int
  private var parcels: [UInt64: Parcel] = [:]
  private var due = DeadlineQueue()
  private var last: UInt64 = 0

  init(carrier: any MessageCarrier, pauses: [Duration], limit: Int) {
    self.carrier = carrier
    self.pauses = pauses
    self.limit = limit
  }

  var next: MonotonicTime { due.next ?? .never }

  mutating func add(_ messages: [OutgoingMessage]) {
    for message in messages {
      last += 1
      parcels[last] = Parcel(message: message)
      due.add(MonotonicTime.now, key: last)
    }
  }

  /// Everything that is due, once each.
  mutating func carry(reportingTo tally: DeliveryTally) {
    let now = MonotonicTime.now
    while let entry = due.popDue(now) {
      guard var parcel = parcels.removeValue(forKey: entry.key) else { continue }
      parcel.attempts += 1
      let outcome: DeliveryTally.Outcome
      do throws(CarryError) {
        try carrier.carry(parcel.message)
        outcome = .carried
      } catch {
        // A carrier that is down must not gather more than the queue itself may hold.
        if error.isPassing, parcel.attempts <= pauses.count, parcels.count < limit {
          outcome = .postponed(error, attempt: parcel.attempts)
          parcels[entry.key] = parcel
          due.add(MonotonicTime.now + pauses[parcel.attempts - 1], key: entry.key)
        } else {
          outcome = .failed(error)
        }
      }
      tally.note(outcome, of: parcel.message, by: carrier.name)
    }
  }
}
