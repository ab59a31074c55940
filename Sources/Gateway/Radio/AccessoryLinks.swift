import Accessories
import BluetoothHost
import BluetoothWire
import Kernel

/// All links of one radio. Takes the commands of `AccessoryRadio`, and turns what the transport and the connections tell into its
/// events. Lives on the radio's loop.
///
/// A link that ended stays ended until it is commanded again: when to call an accessory anew is for who knows its owner.
final class AccessoryLinks: LinkTransportDelegate {
  private let loop: RadioLoop
  private let transport: any LinkTransport
  private let events: RadioEventQueue
  private var filter = AdvertisementFilter()
  private var links: [BluetoothAddress: Stage] = [:]
  /// Of bonded accessories, until they are unlinked.
  private var snapshots: [BluetoothAddress: DatabaseSnapshot] = [:]

  private enum Stage {
    /// The transport reaches for it, and pairs if need be.
    case reaching(GATTPlan)
    /// `owed`: of the indication that waits to be confirmed.
    case connected(AccessoryLink, owed: ValueReceipt?)
  }
  private var receipts: UInt64 = 0

  /// Controllers hold about twenty connections.
  private static let most = 64

  init(on loop: RadioLoop, transport: any LinkTransport, events: RadioEventQueue) {
    self.loop = loop
    self.transport = transport
    self.events = events
    transport.delegate = self
  }

  func take(_ command: RadioCommand) {
    switch command {
    case .restore(let records):
      // One of another version is as good as lost: its accessory must be linked anew.
      transport.restore(records.compactMap { try? Bond(parsing: $0.bytes) })
    case .bondKept(let peer): transport.bondIsKept(with: BluetoothAddress(peer))
    case .startDiscovery: transport.startDiscovery()
    case .stopDiscovery: transport.stopDiscovery()
    case .link(let peer, let plan): link(BluetoothAddress(peer), plan)
    case .answerPairing(let peer, let answer):
      transport.answer(PairingReply(answer), to: BluetoothAddress(peer))
    case .write(let peer, let write):
      if case .connected(let link, _) = links[BluetoothAddress(peer)] { link.write(write) }
    case .confirm(let peer, let receipt): confirm(BluetoothAddress(peer), receipt)
    case .cancel(let peer): drop(BluetoothAddress(peer))
    case .unlink(let peer):
      drop(BluetoothAddress(peer))
      snapshots[BluetoothAddress(peer)] = nil
      transport.forget(BluetoothAddress(peer))
    }
  }

  /// A second command for the same accessory brings it another plan.
  private func link(_ address: BluetoothAddress, _ plan: GATTPlan) {
    switch links[address] {
    case .connected(let link, _): link.follow(plan)
    case .reaching: links[address] = .reaching(plan)
    case nil:
      guard links.count < AccessoryLinks.most else {
        events.add(.failed(PeerAddress(address), .outOfReach))
        return
      }
      links[address] = .reaching(plan)
      transport.connect(to: address)
    }
  }

  /// A receipt of a connection before is none on this one, whose indication nobody has kept yet.
  private func confirm(_ address: BluetoothAddress, _ receipt: ValueReceipt) {
    guard case .connected(let link, owed: receipt) = links[address] else { return }
    links[address] = .connected(link, owed: nil)
    link.confirm()
  }

  /// Nothing more is told of it.
  private func drop(_ address: BluetoothAddress) {
    guard let stage = links.removeValue(forKey: address) else { return }
    switch stage {
    case .reaching: transport.abandon(address)
    case .connected(let link, _): link.close()
    }
  }

  // MARK: - What the transport tells

  func transport(heard advertisement: Advertisement) {
    guard filter.admits(advertisement, at: .now) else { return }
    events.add(
      .advertisement(
        PeerAddress(advertisement.address), data: advertisement.payload,
        signal: advertisement.signal))
  }

  func transport(wants prompt: PairingPrompt, answeredFor address: BluetoothAddress) {
    guard case .reaching = links[address] else { return transport.answer(.reject, to: address) }
    events.add(.pairingRequest(PeerAddress(address), PairingRequest(prompt)))
  }

  func transport(
    bonded address: BluetoothAddress, knownAs identity: BluetoothAddress, with bond: Bond
  ) {
    guard case .reaching(let plan) = links[address] else { return transport.abandon(identity) }
    links[address] = nil
    links[identity] = .reaching(plan)
    events.add(
      .bonded(
        PeerAddress(address), knownAs: PeerAddress(identity), BondRecord(bytes: bond.encoded())))
  }

  func transport(
    connected address: BluetoothAddress, through descriptor: consuming Descriptor,
    security: LinkSecurity
  ) {
    // Cancelled meanwhile: letting go of the descriptor hangs up.
    guard case .reaching(let plan) = links[address] else { return }
    guard security.isEncrypted, security.keySize >= LinkSecurity.wholeKey else {
      return fail(address, .keyTooShort)
    }
    do throws(KernelError) {
      let link = try AccessoryLink(
        descriptor, security: security, plan: plan, knowing: snapshots[address], on: loop
      ) { [unowned self] in take($0, from: address) }
      links[address] = .connected(link, owed: nil)
      events.add(.linked(PeerAddress(address), encryption: LinkEncryption(security)))
    } catch {
      fail(address, .radioGone)
    }
  }

  func transport(couldNotReach address: BluetoothAddress, because refusal: LinkRefusal) {
    guard case .reaching = links[address] else { return }
    fail(address, LinkFailure(refusal))
  }

  func transport(forgot address: BluetoothAddress) {
    events.add(.unlinked(PeerAddress(address)))
  }

  // MARK: - What connections tell

  private func take(_ report: LinkReport, from address: BluetoothAddress) {
    let peer = PeerAddress(address)
    switch report {
    case .value(let characteristic, let bytes, let isIndication):
      let receipt = isIndication ? owe(address) : nil
      // The accessory keeps what it could not say, and says it on its next connection.
      guard events.add(.value(peer, characteristic, bytes, receipt: receipt)) else {
        drop(address)
        events.add(.disconnected(peer))
        return
      }
    case .discovered(let snapshot): snapshots[address] = snapshot
    case .ready: events.add(.ready(peer))
    case .failed(let failure): fail(address, failure)
    case .lost:
      links[address] = nil
      events.add(.disconnected(peer))
    }
  }

  private func owe(_ address: BluetoothAddress) -> ValueReceipt? {
    guard case .connected(let link, _) = links[address] else { return nil }
    receipts += 1
    let receipt = ValueReceipt(number: receipts)
    links[address] = .connected(link, owed: receipt)
    return receipt
  }

  private func fail(_ address: BluetoothAddress, _ failure: LinkFailure) {
    links[address] = nil
    events.add(.failed(PeerAddress(address), failure))
  }
}
