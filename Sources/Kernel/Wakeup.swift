import CLinux
import Glibc

/// How other threads wake a loop: an eventfd that the loop's queue watches.
package struct Wakeup: ~Copyable, Sendable {
  private let event: Descriptor

  /// The corresponding C function is `eventfd`.
  package init() throws(KernelError) {
    let flags = Int32(EFD_CLOEXEC | EFD_NONBLOCK)
    event = Descriptor(adopting: try syscall("eventfd") { eventfd(0, flags) })
  }

  /// To add to an event queue, for reading.
  package var number: Int32 { event.number }

  /// Makes it readable. Any thread, any number of times before the loop comes round.
  package func wake() {
    var one: UInt64 = 1
    withUnsafeBytes(of: &one) { bytes in
      // Would-block says that the counter is full: it is readable already. Nothing else can go wrong with an eventfd.
      _ = try? event.write(bytes)
    }
  }

  /// Blocks until it is woken or the deadline has come (rounded up to a millisecond), and takes all wake-ups so far.
  /// - Returns: false at the deadline.
  package func wait(until deadline: MonotonicTime) -> Bool {
    guard isAwake(before: deadline) else { return false }
    drain()
    return true
  }

  /// The same, but takes nothing. It needs no descriptor for that, so it works when the process has none left. The corresponding C
  /// function is `poll`.
  package func isAwake(before deadline: MonotonicTime) -> Bool {
    while true {
      var watched = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      let left =
        deadline == .never
        ? -1 : max(0, (deadline.nanoseconds - MonotonicTime.now.nanoseconds + 999_999) / 1_000_000)
      // Interrupted, or short of memory for a moment: what is left of the time is waited for anew.
      if poll(&watched, 1, Int32(clamping: left)) > 0 { return true }
      if deadline != .never, MonotonicTime.now >= deadline { return false }
    }
  }

  /// Takes all wake-ups so far.
  package func drain() {
    var count: UInt64 = 0
    withUnsafeMutableBytes(of: &count) { bytes in
      // Would-block says that there was none.
      _ = try? event.read(into: bytes)
    }
  }
}
