package import Accessories
package import BluetoothHost
package import Kernel

/// The radio that Accessories asks for, on any transport: one thread with a loop, on which everything happens.
///
/// This is the seam between a simulated and a real radio. The transport finds, pairs and connects; the sockets that it hands over
/// are spoken to by the same GATT client.
package final class GATTAccessoryRadio: AccessoryRadio {
  package let events: AsyncStream<RadioEvent>
  private let queue: RadioEventQueue
  private let thread: RadioThread<AccessoryLinks>

  /// - Parameters:
  ///   - transport: makes the transport, on the radio's thread.
  ///   - failed: told on the radio's thread, as its last act, when it ended without having been stopped.
  package init(
    transport: @escaping @Sendable (RadioLoop) -> any LinkTransport,
    failed: @escaping @Sendable (KernelError) -> Void = { _ in }
  ) throws(KernelError) {
    let queue = RadioEventQueue()
    self.queue = queue
    events = queue.stream()
    thread = try RadioThread(name: "radio") { loop in
      AccessoryLinks(on: loop, transport: transport(loop), events: queue)
    } ended: { failure in
      if let failure { failed(failure) }
      // Whoever reads the events learns by their end that there is no radio any more.
      queue.finish()
    }
  }

  /// Any thread; returns at once. A command that comes after the end of the radio is nothing.
  package func send(_ command: RadioCommand) { thread.post { $0.take(command) } }

  /// Hangs up everywhere and ends the events. Waits for the thread; not to be called from it.
  package func stop() { thread.stop() }
}
