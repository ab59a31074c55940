package import BluetoothHost
package import Kernel

/// Accessories that are not there: a band and scales that speak real ATT through real sockets, for one radio at a time.
///
/// Every function may be called from any thread and returns at once; they take effect in the order of the calls.
package final class SimulatedAir: Sendable {
  private let thread: RadioThread<Air>

  package init(_ configuration: AirConfiguration = AirConfiguration()) throws(KernelError) {
    thread = try RadioThread(name: "air") { Air(configuration, on: $0) }
  }

  /// For a radio's loop. A second one takes the place of the first, whose connections end.
  package func transport(on loop: RadioLoop) -> some LinkTransport {
    SimulatedTransport(to: thread, on: loop)
  }

  /// Ends the thread, and with it every connection. Not from the air's own thread.
  package func stop() { thread.stop() }

  // MARK: - What happens in the world

  package func add(_ design: AccessoryDesign) { thread.post { $0.add(design) } }

  /// Takes an accessory away, which ends its connection, or brings it back.
  package func setReach(_ isInReach: Bool, of address: BluetoothAddress) {
    thread.post { $0.setReach(isInReach, of: address) }
  }

  /// Does the next step of an accessory's script: a band sends what it measures, somebody steps on a scale, the
  /// display of a scale that advertises changes.
  package func step(_ address: BluetoothAddress) { thread.post { $0.step(address) } }

  /// Somebody steps on a scale.
  package func weigh(_ weighing: Weighing, on address: BluetoothAddress) {
    thread.post { $0.weigh(weighing, on: address) }
  }

  /// Types digits on an accessory that asked for them.
  package func type(_ digits: UInt32, on address: BluetoothAddress) {
    thread.post { $0.type(digits, on: address) }
  }

  /// The accessory forgets its half of the bond, as after a reset.
  package func loseKey(of address: BluetoothAddress) { thread.post { $0.loseKey(of: address) } }

  /// From the accessory's next connection on; nil makes it behave.
  package func misbehave(_ misdeed: Misdeed?, _ address: BluetoothAddress) {
    thread.post { $0.misbehave(misdeed, address) }
  }
}
