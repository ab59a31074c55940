import CLinux

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

  /// Takes all wake-ups so far.
  package func drain() {
    var count: UInt64 = 0
    withUnsafeMutableBytes(of: &count) { bytes in
      // Would-block says that there was none.
      _ = try? event.read(into: bytes)
    }
  }
}
