import Kernel
import Synchronization

/// Calls something again and again on a thread of its own, until it is stopped.
final class Metronome: Sendable {
  private let stopped: Latch
  private let thread: Mutex<KernelThread?>

  /// - Parameter beat: must not take longer than the interval for long; beats that were missed are not made up for.
  init(
    _ name: String, every interval: Duration, beat: @escaping @Sendable () -> Void
  ) throws(KernelError) {
    let stopped = try Latch()
    self.stopped = stopped
    thread = Mutex(
      try KernelThread(name: name) {
        while !stopped.wait(until: .now + interval) { beat() }
      })
  }

  deinit { stop() }

  /// Returns after the last beat.
  func stop() {
    stopped.open()
    if let thread = thread.withLock({ $0.take() }) { thread.join() }
  }
}
