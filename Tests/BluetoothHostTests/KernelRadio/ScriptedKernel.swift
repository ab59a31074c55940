import BluetoothHost
import BluetoothWire
import Kernel
import Synchronization

/// A kernel's end of the management socket and of the channels: answers commands at once unless told otherwise, and says what the test
/// says. Speaks the bytes of a real one.
final class ScriptedKernel: Sendable {
  private let thread: RadioThread<Resident>
  private let script = Mutex(Script())
  /// Every command, in the order in which it came.
  let commands: AsyncStream<ManagementPacket>
  /// Every channel that was asked for.
  let channels: AsyncStream<ChannelRequest>
  private let channelAsked: AsyncStream<ChannelRequest>.Continuation

  struct Script: Sendable {
    var controllers: [UInt16] = [0]
    /// Where the management socket cannot be opened.
    var opening: Errno?
    /// Commands that are refused.
    var refusals: [ManagementOpcode: ManagementStatus] = [:]
    /// Commands that the test answers itself.
    var held: Set<ManagementOpcode> = [.pair]
    /// What channels are worth.
    var security = LinkSecurity(isEncrypted: true, isAuthenticated: true, keySize: 16)
  }

  static let adapterAddress: [UInt8] = [0xF5, 0xF4, 0xF3, 0xF2, 0xF1, 0xF0]

  init() throws {
    let (commands, heard) = AsyncStream.makeStream(of: ManagementPacket.self)
    let (channels, asked) = AsyncStream.makeStream(of: ChannelRequest.self)
    self.commands = commands
    self.channels = channels
    channelAsked = asked
    thread = try RadioThread(name: "kernel") { Resident(on: $0) { heard.yield($0) } }
  }

  func stop() { thread.stop() }

  func change(_ body: (inout Script) -> Void) { script.withLock { body(&$0) } }

  /// What the radio is given in place of the kernel's own.
  var sockets: KernelSockets {
    KernelSockets(
      openControl: { [self] () throws(KernelError) in try openControl() },
      openChannel: { [self] (request) throws(KernelError) in try openChannel(request) },
      security: { [self] _ in script.withLock { $0.security } })
  }

  private func openControl() throws(KernelError) -> Descriptor {
    if let errno = script.withLock({ $0.opening }) {
      throw KernelError(call: "socket", errno: errno)
    }
    return try Descriptor.packetPair().split { (ours, theirs) throws(KernelError) in
      let number = ours.release()
      thread.post { [self] in $0.attach(Descriptor(adopting: number)) { self.answer($0) } }
      return theirs
    }
  }

  private func openChannel(_ request: ChannelRequest) throws(KernelError) -> Descriptor {
    try Descriptor.packetPair().split { (ours, theirs) throws(KernelError) in
      let number = ours.release()
      thread.post { $0.hold(Descriptor(adopting: number), to: request.peer) }
      channelAsked.yield(request)
      return theirs
    }
  }

  /// What is answered at once; nil for what the test answers itself.
  private func answer(_ command: ManagementPacket) -> [UInt8]? {
    let opcode = ManagementOpcode(rawValue: command.code)
    let script = script.withLock(\.self)
    guard !script.held.contains(opcode) else { return nil }
    if let refusal = script.refusals[opcode] { return [refusal.rawValue] }
    switch opcode {
    case .readIndexList:
      return [0, UInt8(script.controllers.count), 0]
        + script.controllers.flatMap { [UInt8($0), 0] }
    case .readController:
      // Version, maker, then what it can do and what is on: powered, BR/EDR and Low Energy.
      return [0] + Self.adapterAddress + [9, 0, 0] + [0xFF, 0xFF, 0x01, 0x00] + [0x81, 0x02, 0, 0]
        + [UInt8](repeating: 0, count: 263)
    default: return [0]
    }
  }

  // MARK: - What the kernel says

  /// The answer to a command that was held.
  func complete(_ opcode: ManagementOpcode, _ status: ManagementStatus, _ reply: [UInt8] = []) {
    tell(0x0001, Self.littleEndian(opcode.rawValue) + [status.rawValue] + reply)
  }

  func tell(_ code: UInt16, _ parameters: [UInt8] = [], of controller: UInt16 = 0) {
    let packet = ManagementPacket(
      code: code, controller: ControllerIndex(rawValue: controller), parameters: parameters)
    thread.post { $0.send(packet.encoded()) }
  }

  func hear(_ peer: ManagementAddress) {
    tell(0x0012, peer.encoded() + [0xCE, 0, 0, 0, 0, 0, 0])
  }

  func hangUp(on peer: BluetoothAddress) { thread.post { $0.drop(peer) } }
  func closeControl() { thread.post { $0.closeControl() } }

  static func littleEndian(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }

  private final class Resident: PacketReceiver {
    private let loop: RadioLoop
    private let heard: (ManagementPacket) -> Void
    private var answer: (ManagementPacket) -> [UInt8]? = { _ in nil }
    private var control: PacketSocket?
    private var channels: [BluetoothAddress: PacketSocket] = [:]

    init(on loop: RadioLoop, heard: @escaping (ManagementPacket) -> Void) {
      self.loop = loop
      self.heard = heard
    }

    func attach(
      _ descriptor: consuming Descriptor, answer: @escaping (ManagementPacket) -> [UInt8]?
    ) {
      self.answer = answer
      control = try? PacketSocket(descriptor, on: loop, receiver: self)
    }

    func hold(_ descriptor: consuming Descriptor, to peer: BluetoothAddress) {
      channels[peer] = try? PacketSocket(descriptor, on: loop, receiver: self)
    }

    func send(_ packet: [UInt8]) { control?.send(packet) }
    func drop(_ peer: BluetoothAddress) { channels.removeValue(forKey: peer)?.close() }
    func closeControl() { control?.close() }

    func socket(_ socket: PacketSocket, received packet: [UInt8]) {
      guard socket === control, let command = try? ManagementPacket(parsing: packet) else { return }
      heard(command)
      guard let answer = answer(command) else { return }
      let event = ManagementPacket(
        code: 0x0001, controller: command.controller,
        parameters: ScriptedKernel.littleEndian(command.code) + answer)
      socket.send(event.encoded())
    }

    func socket(_ socket: PacketSocket, ended end: PacketSocketEnd) {}
  }
}
