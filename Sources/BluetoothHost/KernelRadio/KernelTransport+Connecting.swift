import BluetoothWire
import Kernel

/// Channels to bonded peers, one at a time through each controller.
extension KernelTransport: SecureChannelOwner {
  /// The control socket may tell what became of a connection after the channel's own socket has told.
  private static let judging: Duration = .milliseconds(300)

  func waitToConnect(_ address: BluetoothAddress, isHeard: Bool) {
    guard let bond = book?[address],
      let adapter = adapters.values.first(where: { $0.address?.bytes == bond.adapter }),
      adapter.isReady
    else { return refuse(address, .radioGone) }
    efforts[address] = .waitingToConnect(adapter.controller)
    adapter.queue.add(address, isHeard: isHeard)
    connectNext(through: adapter)
  }

  func leaveQueue(_ address: BluetoothAddress, of controller: ControllerIndex) {
    guard let adapter = adapters[controller] else { return }
    adapter.queue.remove(address)
    connectNext(through: adapter)
  }

  private func connectNext(through adapter: Adapter) {
    guard let ours = adapter.address, let address = adapter.queue.next() else { return }
    guard let bond = book?[address] else { return leaveQueue(address, of: adapter.controller) }
    do throws(KernelError) {
      let channel = try SecureChannel(
        ChannelRequest(adapter: ours, peer: address, isAuthenticated: bond.isAuthenticated),
        through: settings.sockets, on: loop, owner: self)
      efforts[address] = .connecting(channel, adapter.controller, lost: nil)
    } catch {
      end(address, ChannelVerdict.refusal(.refused(error.errno), connectionLost: nil))
    }
  }

  func channel(
    _ channel: SecureChannel, secured descriptor: consuming Descriptor, as security: LinkSecurity
  ) {
    let address = channel.peer
    guard case .connecting(_, let controller, _) = efforts.removeValue(forKey: address) else {
      return
    }
    leaveQueue(address, of: controller)
    delegate?.transport(connected: address, through: descriptor, security: security)
  }

  func channel(_ channel: SecureChannel, failed failure: ChannelFailure) {
    let address = channel.peer
    guard case .connecting(_, let controller, let reason) = efforts[address] else { return }
    guard reason == nil, case .refused = failure else {
      return end(address, ChannelVerdict.refusal(failure, connectionLost: reason))
    }
    let alarm = loop.alarm(at: .now + KernelTransport.judging) { [weak self] in
      self?.end(address, ChannelVerdict.refusal(failure, connectionLost: nil))
    }
    efforts[address] = .failing(failure, controller, alarm)
  }

  /// The connection below is gone.
  func lost(_ peer: ManagementAddress, _ reason: DisconnectReason) {
    guard let address = BluetoothAddress(peer) else { return }
    switch efforts[address] {
    case .connecting(let channel, let controller, _):
      efforts[address] = .connecting(channel, controller, lost: reason)
    case .failing(let failure, _, let alarm):
      loop.cancel(alarm)
      end(address, ChannelVerdict.refusal(failure, connectionLost: reason))
    case .listening, .waitingToPair, .pairing, .waitingForKeeping, .waitingToConnect, nil: break
    }
  }

  private func end(_ address: BluetoothAddress, _ refusal: LinkRefusal) {
    if refusal == .keyMissing { book?.quarantine(address) }
    // Called again only after it was heard again.
    hearing.forget(address)
    let controller = efforts[address]?.controller
    refuse(address, refusal)
    if let controller { leaveQueue(address, of: controller) }
  }
}
