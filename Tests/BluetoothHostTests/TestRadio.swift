import BluetoothHost
import BluetoothWire
import Kernel
import SimulatedRadio

/// A radio with one connection at a time, for tests: commands from any thread, and what it is told as one stream.
final class TestRadio: Sendable {
  enum Event: Hashable, Sendable {
    case heard(Advertisement)
    case wants(PairingPrompt)
    case bonded(BluetoothAddress, Bond)
    case connected(LinkSecurity)
    case refused(LinkRefusal)
    case forgot
    case value(AttributeUUID, [UInt8])
    case databaseLost
    case ended(ATTBearerEnd)
  }

  private let thread: RadioThread<Resident>
  let events: AsyncStream<Event>

  convenience init(on air: SimulatedAir) throws {
    try self.init { air.transport(on: $0) }
  }

  init(transport: @escaping @Sendable (RadioLoop) -> any LinkTransport) throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Event.self)
    events = stream
    thread = try RadioThread(name: "test radio") { loop in
      Resident(on: loop, transport: transport(loop)) { continuation.yield($0) }
    } ended: { _ in
      continuation.finish()
    }
  }

  func stop() { thread.stop() }

  func restore(_ bonds: [Bond]) { thread.post { $0.transport.restore(bonds) } }
  func bondIsKept(with address: BluetoothAddress) {
    thread.post { $0.transport.bondIsKept(with: address) }
  }
  func listen() { thread.post { $0.transport.startDiscovery() } }
  func connect(to address: BluetoothAddress) {
    thread.post { $0.transport.connect(to: address) }
  }
  func answer(_ reply: PairingReply, to address: BluetoothAddress) {
    thread.post { $0.transport.answer(reply, to: address) }
  }
  func abandon(_ address: BluetoothAddress) { thread.post { $0.transport.abandon(address) } }
  func forget(_ address: BluetoothAddress) { thread.post { $0.transport.forget(address) } }
  func hangUp() { thread.post { $0.client?.close() } }

  func mtu() async -> Int { await ask { resident, then in then(resident.client?.mtu ?? 0) } }

  func discover() async -> Result<GATTDatabase, GATTFault> {
    await ask { resident, then in
      resident.onClient({ $0.discover(then: then) }, otherwise: then)
    }
  }

  func read(_ handle: AttributeHandle) async -> Result<[UInt8], GATTFault> {
    await ask { resident, then in
      resident.onClient({ $0.read(handle, then: then) }, otherwise: then)
    }
  }

  func write(_ value: [UInt8], at handle: AttributeHandle) async -> GATTFault? {
    await ask { resident, then in
      resident.onClient(
        { client in
          client.write(value, at: handle) { then($0.failure) }
        }, otherwise: { (result: Result<Void, GATTFault>) in then(result.failure) })
    }
  }

  func subscribe(to characteristic: RemoteCharacteristic) async -> GATTFault? {
    await ask { resident, then in
      resident.onClient(
        { client in
          client.subscribe(to: characteristic) { then($0.failure) }
        }, otherwise: { (result: Result<Void, GATTFault>) in then(result.failure) })
    }
  }

  private func ask<Answer: Sendable>(
    _ body: @escaping @Sendable (Resident, @escaping @Sendable (Answer) -> Void) -> Void
  ) async -> Answer {
    await withCheckedContinuation { continuation in
      thread.post { body($0) { continuation.resume(returning: $0) } }
    }
  }

  private final class Resident: LinkTransportDelegate, GATTClientOwner {
    let transport: any LinkTransport
    private let loop: RadioLoop
    private let tell: (Event) -> Void
    var client: GATTClient?

    init(on loop: RadioLoop, transport: any LinkTransport, tell: @escaping (Event) -> Void) {
      self.loop = loop
      self.transport = transport
      self.tell = tell
      transport.delegate = self
    }

    func onClient<Outcome>(
      _ body: (GATTClient) -> Void, otherwise: (Result<Outcome, GATTFault>) -> Void
    ) {
      if let client { body(client) } else { otherwise(.failure(.abandoned)) }
    }

    func transport(heard advertisement: Advertisement) { tell(.heard(advertisement)) }
    func transport(wants prompt: PairingPrompt, answeredFor address: BluetoothAddress) {
      tell(.wants(prompt))
    }
    func transport(
      bonded address: BluetoothAddress, knownAs identity: BluetoothAddress, with bond: Bond
    ) { tell(.bonded(identity, bond)) }
    func transport(
      connected address: BluetoothAddress, through descriptor: consuming Descriptor,
      security: LinkSecurity
    ) {
      client = try? GATTClient(
        descriptor, security: security, serving: .gateway(named: "Test"), on: loop, owner: self)
      tell(.connected(security))
    }
    func transport(couldNotReach address: BluetoothAddress, because refusal: LinkRefusal) {
      tell(.refused(refusal))
    }
    func transport(forgot address: BluetoothAddress) { tell(.forgot) }

    func client(
      _ client: GATTClient, received value: [UInt8], of characteristic: RemoteCharacteristic,
      in service: RemoteService, isIndication: Bool
    ) {
      tell(.value(characteristic.uuid, value))
      if isIndication { client.confirm() }
    }
    func clientLostDatabase(_ client: GATTClient) { tell(.databaseLost) }
    func client(_ client: GATTClient, ended end: ATTBearerEnd) { tell(.ended(end)) }
  }
}

extension Result {
  fileprivate var failure: Failure? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}
