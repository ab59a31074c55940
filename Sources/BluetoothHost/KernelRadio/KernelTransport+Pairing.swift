import BluetoothWire
import Kernel

/// Pairing, with one peer at a time.
extension KernelTransport {
  /// From "Pair Device" until there is a bond: the owner has this long. The Security Manager's own patience is half of it for each
  /// step (Core Specification 5.4, Vol 3, Part H, 3.4).
  private static let patience: Duration = .seconds(60)

  func waitToPair(_ address: BluetoothAddress) {
    efforts[address] = .waitingToPair
    pairingQueue.append(address)
    pairNext()
  }

  func pairNext() {
    if let pairing, case .pairing = efforts[pairing] { return }
    pairing = nil
    guard !pairingQueue.isEmpty else { return }
    pair(with: pairingQueue.removeFirst())
  }

  private func pair(with address: BluetoothAddress) {
    let hearer = hearing.controller(hearing: address, at: .now).flatMap { adapters[$0] }
    guard let adapter = hearer ?? adapters.values.first(where: \.isReady), adapter.isReady,
      let ours = adapter.address
    else {
      refuse(address, .radioGone)
      return pairNext()
    }
    pairing = address
    let attempt = PairingAttempt(with: ManagementAddress(address), by: ours)
    let alarm = loop.alarm(at: .now + KernelTransport.patience) { [weak self] in
      self?.take(.timeIsUp, for: address)
    }
    efforts[address] = .pairing(attempt, adapter.controller, alarm)
    adapter.send(
      .pair(attempt.peer, .keyboardDisplay), patience: KernelTransport.patience * 2
    ) { [weak self] reply in
      self?.paired(address, reply, by: adapter)
    }
  }

  private func paired(
    _ address: BluetoothAddress, _ reply: ManagementReply, by adapter: Adapter
  ) {
    guard case .pairing(let attempt, _, _) = efforts[address] else {
      // Abandoned meanwhile: nobody will keep the keys, so the kernel must not have them.
      if case .done = reply { adapter.send(.unpair(ManagementAddress(address))) }
      return
    }
    switch reply {
    case .refused(let status): take(.failed(status), for: address)
    case .done(let bytes):
      // With the address that stays; a kernel that does not say it has no other than the one it was told.
      let identity = try? ManagementAddress(parsing: bytes)
      take(.paired(identity ?? attempt.peer), for: address)
    }
  }

  package func answer(_ reply: PairingReply, to address: BluetoothAddress) {
    take(.reply(reply), for: address)
  }

  /// - Returns: false when no pairing is going on with the peer.
  func pairing(
    with peer: ManagementAddress, takes event: PairingAttempt.Event,
    of controller: ControllerIndex
  ) -> Bool {
    guard let pairing, case .pairing(let attempt, controller, _) = efforts[pairing],
      attempt.concerns(peer)
    else { return false }
    take(event, for: pairing)
    return true
  }

  private func take(_ event: PairingAttempt.Event, for address: BluetoothAddress) {
    guard case .pairing(var attempt, let controller, let alarm) = efforts[address] else { return }
    let action = attempt.take(event)
    efforts[address] = .pairing(attempt, controller, alarm)
    switch action {
    case .nothing: break
    case .ask(let prompt): delegate?.transport(wants: prompt, answeredFor: address)
    case .send(let command): adapters[controller]?.send(command)
    case .keep(let bond):
      loop.cancel(alarm)
      keep(bond, of: address, by: controller)
    case .giveUp(let refusal):
      loop.cancel(alarm)
      undo(attempt, of: controller)
      refuse(address, refusal)
      pairNext()
    }
  }

  /// Stops the kernel, and takes from it whatever key it has been given.
  func undo(_ attempt: PairingAttempt, of controller: ControllerIndex) {
    guard let adapter = adapters[controller], let ours = adapter.address else { return }
    adapter.send(.cancelPairing(attempt.peer))
    for address in attempt.addresses { adapter.send(.unpair(address)) }
    // The peer may be one that had a bond before: that one stays.
    adapter.load(book?.bonds(of: ours) ?? [])
  }

  private func keep(_ bond: Bond, of address: BluetoothAddress, by controller: ControllerIndex) {
    efforts[address] = nil
    guard let identity = BluetoothAddress(bond.peer), book?[identity] == nil,
      efforts[identity] == nil
    else {
      // There is a bond with it already, which is not overwritten.
      if let adapter = adapters[controller], let ours = adapter.address {
        adapter.load(book?.bonds(of: ours) ?? [])
        adapter.send(.disconnect(bond.peer))
      }
      refuse(address, .pairingRejected)
      return pairNext()
    }
    efforts[identity] = .waitingForKeeping(bond, controller)
    delegate?.transport(bonded: address, knownAs: identity, with: bond)
    pairNext()
  }

  package func bondIsKept(with address: BluetoothAddress) {
    guard case .waitingForKeeping(let bond, let controller) = efforts[address] else { return }
    guard book?.keep(bond) == true, let adapter = adapters[controller], let ours = adapter.address
    else {
      abandon(address)
      return refuse(address, .pairingRejected)
    }
    // So that the kernel has what is kept, and nothing that was refused: an all-zero identity key, say.
    adapter.load(book?.bonds(of: ours) ?? [])
    waitToConnect(address, isHeard: true)
  }
}
