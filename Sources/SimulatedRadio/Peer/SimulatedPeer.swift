import BluetoothHost
import BluetoothWire
import Kernel

/// An accessory on the air: whether it is near, what it is bonded to, and its connection.
final class SimulatedPeer {
  let design: AccessoryDesign
  let model: any AccessoryModel
  var isInReach = true
  /// It still has its half of the bond.
  var hasKey = false
  var misdeed: Misdeed?
  private(set) var connection: PeerConnection?

  init(_ design: AccessoryDesign, _ model: any AccessoryModel) {
    self.design = design
    self.model = model
  }

  /// What it tells everybody now; nothing while it is connected or away.
  var advertisement: Advertisement? {
    guard isInReach, connection == nil, let payload = model.advertisement else { return nil }
    return Advertisement(
      address: design.address, payload: payload.encoded(), signal: design.signal)
  }

  /// Takes the accessory's end of a new connection.
  func accept(
    _ descriptor: consuming Descriptor, on loop: RadioLoop, security: LinkSecurity
  ) throws(KernelError) {
    hangUp()
    connection = try PeerConnection(
      descriptor, to: model, on: loop, security: security, misdeed: misdeed
    ) { [weak self] in self?.connection = nil }
  }

  func hangUp() {
    connection?.close()
    connection = nil
  }

  func step() { send(model.step()) }

  func send(_ values: [SentValue]) { connection?.send(values) }
}
