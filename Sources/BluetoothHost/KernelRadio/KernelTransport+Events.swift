package import BluetoothWire
import Kernel

/// What the kernel tells.
extension KernelTransport {
  package func client(
    _ client: ManagementClient, told event: ManagementEvent, of controller: ControllerIndex
  ) {
    switch event {
    case .controllerAdded: add(controller)
    case .controllerRemoved: remove(controller)
    case .newSettings(let settings): adapters[controller]?.changed(settings)
    case .found(let device): hear(device, by: controller)
    case .discovering(let isOn): adapters[controller]?.discoveryChanged(isOn: isOn)
    case .confirmationRequest(let address, let digits, let isYesOrNo):
      let prompt = isYesOrNo ? PairingPrompt.justWorks : .compare(digits)
      if !pairing(with: address, takes: .prompt(prompt), of: controller) {
        adapters[controller]?.send(.refuseConfirmation(address))
      }
    case .passkeyRequest(let address):
      if !pairing(with: address, takes: .prompt(.enterPasskey), of: controller) {
        adapters[controller]?.send(.refusePasskey(address))
      }
    case .passkeyNotice(let address, let digits):
      if !pairing(with: address, takes: .prompt(.showPasskey(digits)), of: controller) {
        adapters[controller]?.send(.disconnect(address))
      }
    case .newIdentityKey(let key, let changing, _):
      if !pairing(
        with: changing ?? key.peer, takes: .identityKey(key, heardAs: changing), of: controller)
      {
        refuseKey(of: key.peer, of: controller)
      }
    case .newLongTermKey(let key, let isToBeKept):
      if !pairing(
        with: key.peer, takes: .longTermKey(key, isToBeKept: isToBeKept), of: controller)
      {
        refuseKey(of: key.peer, of: controller)
      }
    case .connected(let address): reached(address)
    case .disconnected(let address, let reason): lost(address, reason)
    case .answer, .unknown: break
    }
  }

  private func hear(_ device: FoundDevice, by controller: ControllerIndex) {
    adapters[controller]?.heard()
    guard let address = BluetoothAddress(device.address) else { return }
    hearing.note(address, by: controller, at: .now)
    if case .listening(let alarm) = efforts[address] {
      loop.cancel(alarm)
      waitToConnect(address, isHeard: true)
    }
    delegate?.transport(
      heard: Advertisement(address: address, payload: device.payload, signal: device.signal))
  }

  /// Somebody has paired with us unasked. The kernel gets back the keys that we know, and the peer is sent away.
  private func refuseKey(of peer: ManagementAddress, of controller: ControllerIndex) {
    guard let adapter = adapters[controller], let address = adapter.address else { return }
    adapter.send(.disconnect(peer))
    adapter.load(book?.bonds(of: address) ?? [])
  }
}
