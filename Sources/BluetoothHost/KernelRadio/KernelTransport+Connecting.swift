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
      efforts[address] = .connecting(channel, adapter.controller, isReached: false)
    } catch {
      end(address, ChannelVerdict.refusal(.refused(error.errno)))
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
    guard case .connecting(_, let controller, _) = efforts[address] else { return }
    guard case .refused = failure else { return end(address, ChannelVerdict.refusal(failure)) }
    let alarm = loop.alarm(at: .now + KernelTransport.judging) { [weak self] in
      self?.end(address, ChannelVerdict.refusal(failure))
    }
    efforts[address] = .failing(failure, controller, alarm)
  }

  /// There is a connection below.
  func reached(_ peer: ManagementAddress) {
    guard let address = BluetoothAddress(peer),
      case .connecting(let channel, let controller, _) = efforts[address]
    else { return }
    efforts[address] = .connecting(channel, controller, isReached: true)
  }

  /// The connection below is gone. A kernel 6.1 does not say so on a channel that still waits for encryption.
  func lost(_ peer: ManagementAddress, _ reason: DisconnectReason) {
    guard let address = BluetoothAddress(peer) else { return }
    switch efforts[address] {
    case .connecting(let channel, _, isReached: true):
      let refusal = ChannelVerdict.refusal(connectionLost: reason)
      if refusal == .keyMissing { channel.leaveToKernel() } else { channel.close() }
      end(address, refusal)
    case .failing(_, _, let alarm):
      loop.cancel(alarm)
      end(address, ChannelVerdict.refusal(connectionLost: reason))
    case .listening, .waitingToPair, .pairing, .waitingForKeeping, .waitingToConnect, .connecting,
      nil:
      break
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
