package import Accessories
package import Kernel
package import SimulatedRadio

/// A radio whose accessories are simulated, down to their sockets.
package final class SimulatedAccessoryRadio: AccessoryRadio {
  private let radio: GATTAccessoryRadio

  /// - Parameters:
  ///   - air: outlives the radio: bonds are kept there, as a kernel keeps them. Its owner stops it.
  ///   - failed: see `GATTAccessoryRadio`.
  package init(
    on air: SimulatedAir, failed: @escaping @Sendable (KernelError) -> Void = { _ in }
  ) throws(KernelError) {
    radio = try GATTAccessoryRadio(transport: { air.transport(on: $0) }, failed: failed)
  }

  package var events: AsyncStream<RadioEvent> { radio.events }
  package func send(_ command: RadioCommand) { radio.send(command) }

  /// See `GATTAccessoryRadio.stop`.
  package func stop() { radio.stop() }
}
