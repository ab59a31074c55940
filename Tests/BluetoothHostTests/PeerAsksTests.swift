import BluetoothHost
import BluetoothWire
import Kernel
import Testing

/// A peer that asks, byte by byte, and the client that has a server beside it.
@Suite("The gateway, asked by a peer", .timeLimit(.minutes(1)))
struct PeerAsksTests {
  private final class Peer: PacketReceiver, GATTClientOwner {
    private let loop: RadioLoop
    private var socket: PacketSocket?
    private var client: GATTClient?
    private var answers: [[UInt8]] = []
    private var wanted = 0
    private var done: (([[UInt8]]) -> Void)?

    init(on loop: RadioLoop) { self.loop = loop }

    /// Sends the packets, and tells what came back once there are `wanted` packets.
    func ask(_ packets: [[UInt8]], wanted: Int, done: @escaping ([[UInt8]]) -> Void) {
      self.wanted = wanted
      self.done = done
      do throws(KernelError) {
        try Descriptor.packetPair().split { (ours, theirs) throws(KernelError) in
          socket = try PacketSocket(theirs, on: loop, receiver: self)
          client = try GATTClient(
            ours, security: .none, serving: .gateway(named: "Lanyard"), on: loop, owner: self)
        }
      } catch {
        Issue.record("no sockets: \(error)")
      }
      for packet in packets { socket?.send(packet) }
    }

    func socket(_ socket: PacketSocket, received packet: [UInt8]) {
      answers.append(packet)
      if answers.count == wanted { finish() }
    }

    func socket(_ socket: PacketSocket, ended end: PacketSocketEnd) { finish() }

    private func finish() {
      done?(answers)
      done = nil
    }

    func client(
      _ client: GATTClient, received value: [UInt8], of characteristic: RemoteCharacteristic,
      in service: RemoteService, isIndication: Bool
    ) { Issue.record("a value of what was never discovered") }
    func clientLostDatabase(_ client: GATTClient) {}
    func client(_ client: GATTClient, ended end: ATTBearerEnd) {}
  }

  private func answers(to packets: [[UInt8]], wanted: Int) async throws -> [[UInt8]] {
    let thread = try RadioThread(name: "peer") { Peer(on: $0) }
    let answers = await withCheckedContinuation { continuation in
      thread.post { $0.ask(packets, wanted: wanted) { continuation.resume(returning: $0) } }
    }
    thread.stop()
    return answers
  }

  @Test("offers its MTU, and answers each request as the specification has it")
  func requests() async throws {
    let conversation: [([UInt8], [UInt8]?)] = [
      // Its MTU is 23: a name longer than that comes in parts.
      ([0x02, 0x17, 0x00], [0x03, 0x05, 0x02]),
      // Services: 1800 at 1...5, 1801 from 6 on.
      (
        [0x10, 0x01, 0x00, 0xFF, 0xFF, 0x00, 0x28],
        [0x11, 0x06, 0x01, 0x00, 0x05, 0x00, 0x00, 0x18, 0x06, 0x00, 0xFF, 0xFF, 0x01, 0x18]
      ),
      ([0x0A, 0x03, 0x00], [0x0B] + Array("Lanyard".utf8)),
      // A write to the name; a handle that is none; a request cut short; one of the future; the end of a list.
      ([0x12, 0x03, 0x00, 0x41], [0x01, 0x12, 0x03, 0x00, 0x03]),
      ([0x0A, 0x63, 0x00], [0x01, 0x0A, 0x63, 0x00, 0x01]),
      ([0x0A, 0x03], [0x01, 0x0A, 0x00, 0x00, 0x04]),
      ([0x30, 0x01], [0x01, 0x30, 0x00, 0x00, 0x06]),
      (
        [0x08, 0x01, 0x00, 0xFF, 0xFF, 0x37, 0x2A], [0x01, 0x08, 0x01, 0x00, 0x0A]
      ),
      // Commands and notifications are owed nothing, and an indication a confirmation, of whatever it is.
      ([0x52, 0x03, 0x00, 0x41], nil), ([0x70, 0x00], nil), ([0x1B, 0x09, 0x00, 0x01], nil),
      ([0x1D, 0x09, 0x00, 0x01], [0x1E]),
    ]
    let expected = [[0x02, 0x05, 0x02]] + conversation.compactMap(\.1)
    let heard = try await answers(to: conversation.map(\.0), wanted: expected.count)
    #expect(heard == expected)
  }

  @Test("hangs up on an answer that it never asked for")
  func unasked() async throws {
    // The first packet is its offer of an MTU; nothing comes after that.
    let heard = try await answers(to: [[0x0B, 0x41]], wanted: 9)
    #expect(heard == [[0x02, 0x05, 0x02]])
  }
}
