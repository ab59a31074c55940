import BluetoothHost
import BluetoothWire
import LanyardTesting
import Synchronization
import Testing

/// A radio on a scripted kernel, for one test.
final class KernelScene {
  let kernel: ScriptedKernel
  let radio: TestRadio
  private let directory = TemporaryDirectory()
  private var events: AsyncStream<TestRadio.Event>.Iterator
  private var commands: AsyncStream<ManagementPacket>.Iterator
  private var channels: AsyncStream<ChannelRequest>.Iterator
  private var conditions: AsyncStream<RadioCondition>.Iterator

  static let peer = ManagementAddress(bytes: [1, 2, 3, 4, 5, 0xC6], kind: .leRandom)
  static let address = BluetoothAddress(bytes: peer.bytes, isRandom: true)
  static let adapter = BluetoothAddress(bytes: ScriptedKernel.adapterAddress, isRandom: false)

  /// - Parameters:
  ///   - bonds: restored at once; nil restores nothing yet.
  ///   - change: of the kernel, before the radio comes.
  init(bonds: [Bond]? = [], change: (inout ScriptedKernel.Script) -> Void = { _ in }) throws {
    let kernel = try ScriptedKernel()
    kernel.change(change)
    let (conditions, reported) = AsyncStream.makeStream(of: RadioCondition.self)
    let settings = KernelRadioSettings(
      sockets: kernel.sockets,
      owners: ForeignOwner(processes: directory.path, units: directory.path),
      staticAddress: [1, 1, 1, 1, 1, 0xC1],
      patterns: [AdvertisementPattern(type: .serviceValue16, value: [0x1B, 0x18])])
    radio = try TestRadio { KernelTransport(on: $0, settings) { reported.yield($0) } }
    self.kernel = kernel
    events = radio.events.makeAsyncIterator()
    commands = kernel.commands.makeAsyncIterator()
    channels = kernel.channels.makeAsyncIterator()
    self.conditions = conditions.makeAsyncIterator()
    if let bonds { radio.restore(bonds) }
  }

  deinit {
    radio.stop()
    kernel.stop()
  }

  /// What the radio is told next, advertisements left out.
  func next() async -> TestRadio.Event? {
    while let event = await events.next() {
      if case .heard = event { continue }
      return event
    }
    return nil
  }

  func nextCondition() async -> RadioCondition? { await conditions.next() }
  func nextChannel() async -> ChannelRequest? { await channels.next() }
  func nextCommand() async -> ManagementPacket? { await commands.next() }

  /// Goes past the commands before this one.
  func command(_ opcode: ManagementOpcode) async -> ManagementPacket? {
    while let command = await commands.next() {
      if command.code == opcode.rawValue { return command }
    }
    return nil
  }

  func untilReady() async throws {
    try #require(await nextCondition() == .working([ControllerIndex(rawValue: 0)]))
  }

  /// A ready radio that has begun to pair with the peer.
  func beginPairing() async throws {
    try await untilReady()
    radio.connect(to: Self.address)
    let pair = try #require(await command(.pair))
    #expect(pair == Self.sent(.pair(Self.peer, .keyboardDisplay)))
  }

  /// The kernel has a key, and says so.
  func giveKey(_ key: LongTermKey, isToBeKept: Bool = true) {
    kernel.tell(0x000A, [isToBeKept ? 1 : 0] + key.encoded())
  }

  func completePairing(as identity: ManagementAddress = peer) {
    kernel.complete(.pair, .success, identity.encoded())
  }

  static func sent(_ command: ManagementCommand) -> ManagementPacket {
    command.packet(to: ControllerIndex(rawValue: 0))
  }

  static func key(
    _ kind: LongTermKey.Kind = .secureConnectionsAuthenticated, size: UInt8 = 16,
    peer: ManagementAddress = peer
  ) -> LongTermKey {
    LongTermKey(
      peer: peer, kind: kind, isForCentral: false, size: size, diversifier: 0,
      random: [UInt8](repeating: 0, count: 8), value: [UInt8](repeating: 7, count: 16))
  }

  static func bond(
    _ kind: LongTermKey.Kind = .secureConnectionsAuthenticated, peer: ManagementAddress = peer,
    adapter: [UInt8] = ScriptedKernel.adapterAddress, identityKey: IdentityKey? = nil
  ) -> Bond {
    Bond(
      adapter: adapter, peer: peer, longTermKeys: [key(kind, peer: peer)],
      identityKey: identityKey)
  }
}
