import Kernel
import Synchronization

/// Calls something again and again on a thread of its own, until it is stopped.
final class Metronome: Sendable {
  private let mailbox: Mailbox<Never>
  private let thread: Mutex<KernelThread?>

  /// - Parameter beat: must not take longer than the interval for long; beats that were missed are not made up for.
  init(
    _ name: String, every interval: Duration, beat: @escaping @Sendable () -> Void
  ) throws(KernelError) {
    let mailbox = try Mailbox<Never>(limit: 0)
    self.mailbox = mailbox
    thread = Mutex(
      try KernelThread(name: name) {
        while !mailbox.take(until: MonotonicTime.now + interval).isOver { beat() }
      })
  }

  deinit { stop() }

  /// Returns after the last beat.
  func stop() {
    mailbox.close()
    if let thread = thread.withLock({ $0.take() }) { thread.join() }
  }
}
