import BluetoothHost
import BluetoothWire
import Kernel

/// What the air tells the one radio that listens to it.
enum AirSignal: Sendable {
  case heard(Advertisement)
  case wants(PairingPrompt, BluetoothAddress)
  /// The number of a descriptor that is the receiver's to close.
  case connected(BluetoothAddress, descriptor: Int32, LinkSecurity)
  case refused(BluetoothAddress, LinkRefusal)
  case forgot(BluetoothAddress)
}

/// The air between one radio and its accessories, with what a kernel would keep of them: bonds, attempts to connect, and
/// pairings. Lives on its own thread.
final class Air {
  private let loop: RadioLoop
  private let configuration: AirConfiguration
  private var random: SeededRandom
  private var peers: [BluetoothAddress: SimulatedPeer] = [:]
  /// The radio's half of each bond, and whether it is authenticated.
  private var bonds: [BluetoothAddress: Bool] = [:]
  private let bondFile: BondFile?
  private let savedBonds: [String: Bool]
  private var attempts: [BluetoothAddress: Attempt] = [:]
  private var radio: LoopMailbox<AirSignal>?
  private var isListening = false

  private struct Attempt {
    var pairing: PairingExchange?
    var alarm: RadioLoop.Alarm
  }

  init(_ configuration: AirConfiguration, on loop: RadioLoop) {
    self.configuration = configuration
    self.loop = loop
    random = SeededRandom(seed: configuration.seed)
    bondFile = configuration.bondFile.map(BondFile.init(path:))
    savedBonds = bondFile?.load() ?? [:]
    repeatEvery(configuration.advertisingInterval) { $0.advertise() }
    if let interval = configuration.stepInterval {
      repeatEvery(interval) { air in for peer in air.inOrder { air.step(peer) } }
    }
  }

  /// So that what depends on the seed does not depend on the order of a dictionary.
  private var inOrder: [SimulatedPeer] {
    peers.values.sorted {
      $0.design.address.bytes.lexicographicallyPrecedes($1.design.address.bytes)
    }
  }

  private func repeatEvery(_ interval: Duration, _ body: @escaping (Air) -> Void) {
    loop.alarm(at: .now + interval) { [weak self] in
      guard let self else { return }
      body(self)
      repeatEvery(interval, body)
    }
  }

  // MARK: - The world

  func add(_ design: AccessoryDesign) {
    let random = SeededRandom(seed: random.next())
    let clock = AccessoryClock(world: configuration.clock)
    let model: any AccessoryModel =
      switch design.kind {
      case .band: SimulatedBand(design, clock: clock, random: random)
      case .huamiBand: SimulatedHuamiBand(design, clock: clock, random: random)
      case .strap: SimulatedStrap(design, random: random)
      case .scale: SimulatedScale(design, clock: clock, random: random)
      case .historyScale: SimulatedHistoryScale(design, clock: clock, random: random)
      case .broadcastScale:
        SimulatedBroadcastScale(
          design, showing: ScaleDisplay(world: configuration.clock, random: random))
      case .sealedScale:
        SimulatedSealedScale(
          design, showing: ScaleDisplay(world: configuration.clock, random: random))
      }
    let peer = SimulatedPeer(design, model)
    peers[design.address] = peer
    if let isAuthenticated = savedBonds[design.address.description] {
      peer.hasKey = true
      bonds[design.address] = isAuthenticated
    }
    hear(peer)
  }

  func setReach(_ isInReach: Bool, of address: BluetoothAddress) {
    guard let peer = peers[address] else { return }
    peer.isInReach = isInReach
    if isInReach {
      hear(peer)
      if let attempt = attempts[address], attempt.pairing == nil { reach(peer) }
    } else {
      peer.hangUp()
      if attempts[address]?.pairing != nil { refuse(address, .outOfReach) }
    }
  }

  func loseKey(of address: BluetoothAddress) {
    peers[address]?.hasKey = false
    peers[address]?.hangUp()
  }

  func misbehave(_ misdeed: Misdeed?, _ address: BluetoothAddress) {
    peers[address]?.misdeed = misdeed
  }

  func step(_ address: BluetoothAddress) {
    if let peer = peers[address] { step(peer) }
  }

  private func step(_ peer: SimulatedPeer) {
    peer.step()
    // What a scale shows now is heard now, not at the next turn.
    if !peer.design.kind.isConnected { hear(peer) }
  }

  func weigh(_ weighing: Weighing, on address: BluetoothAddress) {
    guard let peer = peers[address] else { return }
    switch peer.model {
    case let scale as any ScaleModel:
      peer.send(scale.weigh(weighing))
      if !peer.design.kind.isConnected { hear(peer) }
    default: preconditionFailure("nobody can be weighed on \(peer.design.name)")
    }
  }

  func type(_ digits: UInt32, on address: BluetoothAddress) {
    goOn(with: address) { $0.type(digits) }
  }

  // MARK: - The radio

  /// Another radio takes the place of the one before, as after a restart of its process.
  func attach(_ radio: LoopMailbox<AirSignal>) {
    self.radio = radio
    isListening = false
    for address in attempts.keys { abandon(address) }
    for peer in peers.values { peer.hangUp() }
  }

  func setListening(_ isListening: Bool) {
    self.isListening = isListening
    if isListening { advertise() }
  }

  private func advertise() {
    for peer in inOrder { hear(peer) }
  }

  private func hear(_ peer: SimulatedPeer) {
    if isListening, let advertisement = peer.advertisement { tell(.heard(advertisement)) }
  }

  func connect(to address: BluetoothAddress) {
    guard attempts[address] == nil else { return }
    let alarm = loop.alarm(at: .now + configuration.patience) { [weak self] in
      self?.refuse(address, .outOfReach)
    }
    attempts[address] = Attempt(pairing: nil, alarm: alarm)
    if let peer = peers[address], peer.isInReach { reach(peer) }
  }

  /// It answers: go on with the bond that there is, or make one.
  private func reach(_ peer: SimulatedPeer) {
    let address = peer.design.address
    guard peer.design.kind.isConnected else { return }
    if bonds[address] != nil {
      return peer.hasKey ? connect(peer) : refuse(address, .keyMissing)
    }
    if let attempt = attempts[address] { loop.cancel(attempt.alarm) }
    let alarm = loop.alarm(at: .now + configuration.pairingTimeout) { [weak self] in
      self?.refuse(address, .timedOut)
    }
    let digits = UInt32(random.number(in: 0...999_999))
    attempts[address] = Attempt(
      pairing: PairingExchange(peer.design.pairing, digits: digits), alarm: alarm)
    goOn(with: address) { _ in }
    if let prompt = attempts[address]?.pairing?.prompt { tell(.wants(prompt, address)) }
  }

  func answer(_ reply: PairingReply, to address: BluetoothAddress) {
    goOn(with: address) { $0.answer(reply) }
  }

  private func goOn(
    with address: BluetoothAddress, _ body: (inout PairingExchange) -> Void
  ) {
    guard let peer = peers[address], var pairing = attempts[address]?.pairing else { return }
    body(&pairing)
    attempts[address]?.pairing = pairing
    switch pairing {
    case .asking: break
    case .rejected: refuse(address, .pairingRejected)
    case .paired(let isAuthenticated):
      guard peer.design.keySize >= LinkSecurity.wholeKey else {
        return refuse(address, .keyTooShort)
      }
      peer.hasKey = true
      bonds[address] = isAuthenticated
      saveBonds()
      connect(peer)
    }
  }

  private func connect(_ peer: SimulatedPeer) {
    let address = peer.design.address
    let security = LinkSecurity(
      isEncrypted: true, isAuthenticated: bonds[address] == true, keySize: peer.design.keySize)
    do throws(KernelError) {
      let ours = try Descriptor.packetPair().split {
        (ours, theirs) throws(KernelError) in
        try peer.accept(theirs, on: loop, security: security)
        return ours.release()
      }
      abandon(address)
      if radio?.send(.connected(address, descriptor: ours, security)) != true {
        _ = Descriptor(adopting: ours)
      }
    } catch {
      // Out of descriptors: for this connection there is no radio.
      refuse(address, .radioGone)
    }
  }

  func abandon(_ address: BluetoothAddress) {
    if let attempt = attempts.removeValue(forKey: address) { loop.cancel(attempt.alarm) }
  }

  func forget(_ address: BluetoothAddress) {
    abandon(address)
    peers[address]?.hangUp()
    if bonds.removeValue(forKey: address) != nil { saveBonds() }
    tell(.forgot(address))
  }

  private func refuse(_ address: BluetoothAddress, _ refusal: LinkRefusal) {
    guard attempts[address] != nil else { return }
    abandon(address)
    tell(.refused(address, refusal))
  }

  /// A simulation whose bonds are not kept goes on without.
  private func saveBonds() { try? bondFile?.save(bonds) }

  private func tell(_ signal: AirSignal) { radio?.send(signal) }
}
