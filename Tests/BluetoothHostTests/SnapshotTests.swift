import BluetoothWire
import Kernel
import Testing

@testable import BluetoothHost

@Suite("What a peer had before", .timeLimit(.minutes(1)))
struct SnapshotTests {
  /// A peer that answers from a table, and a client that connects to it.
  private final class Peer: PacketReceiver, GATTClientOwner {
    private let loop: RadioLoop
    private var table: AttributeTable
    private var server = AttributeServer()
    private var socket: PacketSocket?
    private var client: GATTClient?
    /// Since the last connection.
    private var opcodes: [ATTOpcode] = []

    struct Finding: Sendable {
      let database: GATTDatabase?
      let snapshot: DatabaseSnapshot?
      let opcodes: [ATTOpcode]
    }

    init(_ table: AttributeTable, on loop: RadioLoop) {
      self.table = table
      self.loop = loop
    }

    func change(_ table: AttributeTable) { self.table = table }

    func connect(knowing known: DatabaseSnapshot?, then: @escaping (Finding) -> Void) {
      opcodes = []
      do throws(KernelError) {
        try Descriptor.packetPair().split { (ours, theirs) throws(KernelError) in
          socket = try PacketSocket(theirs, on: loop, receiver: self)
          client = try GATTClient(
            ours, security: .encrypted, serving: .gateway(named: "Lanyard"), on: loop, owner: self)
        }
      } catch {
        Issue.record("no sockets: \(error)")
      }
      client?.discover(knowing: known) { [self] result in
        then(
          Finding(database: try? result.get(), snapshot: client?.snapshot, opcodes: opcodes))
      }
    }

    func socket(_ socket: PacketSocket, received packet: [UInt8]) {
      guard let request = try? ATTPDU(parsing: packet) else { return }
      opcodes.append(request.opcode)
      if case .exchangeMTURequest = request {
        return socket.send(ATTPDU.exchangeMTUResponse(23).encoded())
      }
      let response = server.response(
        to: request, from: &table, .init(mtu: 23, security: .encrypted)
      ) { _, _ in nil }
      socket.send(response.encoded())
    }

    func socket(_ socket: PacketSocket, ended end: PacketSocketEnd) {}
    func client(
      _ client: GATTClient, received value: [UInt8], of characteristic: RemoteCharacteristic,
      in service: RemoteService, isIndication: Bool
    ) {}
    func clientLostDatabase(_ client: GATTClient) {}
    func client(_ client: GATTClient, ended end: ATTBearerEnd) {}
  }

  private static func table(hash: [UInt8]?, isLonger: Bool = false) -> AttributeTable {
    var table = AttributeTable()
    table.addService(AttributeUUID(.genericAttribute))
    if let hash {
      table.addCharacteristic(AttributeUUID(.databaseHash), .read, .readable, value: hash)
    }
    table.addService(AttributeUUID(.battery))
    table.addCharacteristic(AttributeUUID(.batteryLevel), .read, .readable, value: [87])
    if isLonger { table.addService(AttributeUUID(.heartRate)) }
    return table
  }

  private static let hash = [UInt8](0..<16)

  private func connect(
    _ peer: RadioThread<Peer>, knowing known: DatabaseSnapshot?
  ) async -> Peer.Finding {
    await withCheckedContinuation { continuation in
      peer.post { $0.connect(knowing: known) { continuation.resume(returning: $0) } }
    }
  }

  private static let discovering: Set<ATTOpcode> = [
    .readByGroupTypeRequest, .findInformationRequest,
  ]

  @Test("is not discovered again while its hash is the same")
  func same() async throws {
    let peer = try RadioThread(name: "peer") { Peer(Self.table(hash: Self.hash), on: $0) }
    let first = await connect(peer, knowing: nil)
    #expect(first.database?.services.count == 2)
    #expect(first.opcodes.contains(.readByGroupTypeRequest))
    let second = await connect(peer, knowing: first.snapshot)
    #expect(second.database == first.database)
    #expect(second.snapshot == first.snapshot)
    #expect(Self.discovering.isDisjoint(with: second.opcodes))
    peer.stop()
  }

  @Test("is discovered again when its hash is another, and known by that from then on")
  func changed() async throws {
    let peer = try RadioThread(name: "peer") { Peer(Self.table(hash: Self.hash), on: $0) }
    let first = await connect(peer, knowing: nil)
    peer.post { $0.change(Self.table(hash: Self.hash.reversed(), isLonger: true)) }
    let second = await connect(peer, knowing: first.snapshot)
    #expect(second.database?.services.count == 3)
    #expect(second.snapshot?.hash == Self.hash.reversed())
    peer.stop()
  }

  @Test("is not relied on where there is no hash")
  func noHash() async throws {
    let peer = try RadioThread(name: "peer") { Peer(Self.table(hash: nil), on: $0) }
    let first = await connect(peer, knowing: nil)
    #expect(first.database?.services.count == 2)
    #expect(first.snapshot == nil)
    let known = first.database.map { DatabaseSnapshot(hash: Self.hash, database: $0) }
    #expect(await connect(peer, knowing: known).opcodes.contains(.readByGroupTypeRequest))
    peer.stop()
  }

  @Test("is told by a hash of sixteen bytes, or the peer is not spoken to any more")
  func oddHash() throws {
    var driver = ProcedureDriver()
    var table = Self.table(hash: [1, 2, 3])
    #expect(isViolation(driver.run(HashReading(), on: &table)))
  }
}
