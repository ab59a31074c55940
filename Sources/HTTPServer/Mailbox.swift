import HTTP
import Kernel
import Synchronization

/// What other threads have for a loop. Any thread puts in, the loop takes out.
final class Mailbox: Sendable {
  /// All that came since the loop looked last.
  struct Mail: Sendable {
    /// Of `Answer.later`; nil when it was given up.
    var results: [(request: LaterRequest, response: Response?)] = []
    var pokes = Pokes()
    var order: Order?
    /// For connections from now on.
    var identity: TLSIdentity?
  }

  enum Order: Sendable {
    case drain(until: MonotonicTime)
    case stop
  }

  private struct Tray: Sendable {
    var mail = Mail()
    var isAwake = false
  }

  private let tray = Mutex(Tray())
  private let isFilled = Atomic<Bool>(false)
  private let wakeup: Wakeup

  init() throws(KernelError) { wakeup = try Wakeup() }

  /// To watch for edges: it is never drained.
  var wakeupNumber: Int32 { wakeup.number }

  /// One wake-up for all that comes before the loop looks.
  func put(_ change: (inout Mail) -> Void) {
    let isFirst = tray.withLock { tray in
      change(&tray.mail)
      defer { tray.isAwake = true }
      return !tray.isAwake
    }
    guard isFirst else { return }
    isFilled.store(true, ordering: .releasing)
    wakeup.wake()
  }

  /// Nil when nothing came. For the loop, before it begins a batch: what is read in the batch is then as new as the mail.
  func take() -> Mail? {
    guard isFilled.load(ordering: .acquiring) else { return nil }
    isFilled.store(false, ordering: .relaxed)
    return tray.withLock { tray in
      defer { tray = Tray() }
      return tray.mail
    }
  }
}

/// Whose streams have something new.
struct Pokes: Sendable {
  /// More topics than this are no longer told apart.
  private static let mostTopics = 4_096

  private(set) var all = false
  private(set) var topics: Set<UInt64> = []

  var isEmpty: Bool { !all && topics.isEmpty }

  /// - Parameter topic: nil for all.
  mutating func add(_ topic: UInt64?) {
    guard !all else { return }
    if let topic, topics.count < Pokes.mostTopics {
      topics.insert(topic)
    } else {
      all = true
      topics = []
    }
  }
}
