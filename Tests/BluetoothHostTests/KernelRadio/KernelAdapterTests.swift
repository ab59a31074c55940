import BluetoothHost
import BluetoothWire
import Kernel
import Testing

@Suite("The kernel's radio", .timeLimit(.minutes(1)))
struct KernelAdapterTests {
  @Test("sets a controller up in the order that the kernel needs, keys before power")
  func order() async throws {
    let identity = IdentityKey(
      peer: KernelScene.peer, value: [UInt8](repeating: 3, count: 16))
    let bond = KernelScene.bond(identityKey: identity)
    let other = KernelScene.bond(
      peer: ManagementAddress(bytes: [9, 9, 9, 9, 9, 0xC9], kind: .leRandom),
      adapter: [8, 8, 8, 8, 8, 8])
    let scene = try KernelScene(bonds: [bond, other])
    let expected: [ManagementCommand] = [
      .readController, .setPowered(false), .setLowEnergy(true), .setClassic(false),
      .setBondable(true), .setSecureConnections(true), .setDebugKeys(false),
      .setIOCapability(.keyboardDisplay), .loadIdentityKeys([identity]),
      .loadLongTermKeys(bond.longTermKeys), .setPowered(true), .removeMonitors,
      .addPatternMonitor([AdvertisementPattern(type: .serviceValue16, value: [0x1B, 0x18])]),
    ]
    #expect(
      await scene.nextCommand()
        == ManagementCommand.readIndexList.packet(to: .none))
    for command in expected {
      #expect(await scene.nextCommand() == KernelScene.sent(command))
    }
    try await scene.untilReady()
  }

  @Test("touches no controller before its bonds are restored")
  func bondsFirst() async throws {
    let scene = try KernelScene(bonds: nil)
    #expect(await scene.nextCommand()?.code == ManagementOpcode.readIndexList.rawValue)
    scene.radio.connect(to: KernelScene.address)
    #expect(await scene.next() == .refused(.radioGone))
    scene.radio.restore([])
    #expect(await scene.nextCommand()?.code == ManagementOpcode.readController.rawValue)
    try await scene.untilReady()
  }

  @Test(
    "goes on where a controller lacks what is not needed",
    arguments: [ManagementOpcode.setClassic, .addPatternMonitor, .removeMonitor])
  func notNeeded(opcode: ManagementOpcode) async throws {
    let scene = try KernelScene { $0.refusals[opcode] = .notSupported }
    try await scene.untilReady()
  }

  static let obstacles: [(ManagementOpcode, ManagementStatus, RadioObstacle)] = [
    (.setPowered, .permissionDenied, .notPermitted),
    (.setPowered, .blocked, .blocked(ControllerIndex(rawValue: 0))),
    (
      .setLowEnergy, .notSupported,
      .refused(ControllerIndex(rawValue: 0), .setLowEnergy, .notSupported)
    ),
    (
      .loadLongTermKeys, .invalidParameters,
      .refused(ControllerIndex(rawValue: 0), .loadLongTermKeys, .invalidParameters)
    ),
  ]

  @Test("says what stands in the way, and links nothing", arguments: obstacles.indices)
  func obstacle(place: Int) async throws {
    let (opcode, status, obstacle) = Self.obstacles[place]
    let scene = try KernelScene { $0.refusals[opcode] = status }
    #expect(await scene.nextCondition() == .obstructed(obstacle))
    scene.radio.connect(to: KernelScene.address)
    #expect(await scene.next() == .refused(.radioGone))
  }

  @Test("tells a kernel without Bluetooth, no right to use it, and no adapter apart")
  func cannotOpen() async throws {
    let without = try KernelScene { $0.opening = .familyNotSupported }
    #expect(await without.nextCondition() == .obstructed(.noBluetooth))
    let forbidden = try KernelScene { $0.opening = .notPermitted }
    #expect(await forbidden.nextCondition() == .obstructed(.notPermitted))
    let empty = try KernelScene { $0.controllers = [] }
    #expect(await empty.nextCondition() == .obstructed(.noAdapter))
  }

  @Test("takes a controller that is plugged in later, and lets go of one that is pulled out")
  func comesAndGoes() async throws {
    let scene = try KernelScene { $0.controllers = [] }
    #expect(await scene.nextCondition() == .obstructed(.noAdapter))
    scene.kernel.tell(0x0004)
    try await scene.untilReady()
    scene.radio.connect(to: KernelScene.address)
    _ = await scene.command(.pair)
    scene.kernel.tell(0x0005)
    #expect(await scene.next() == .refused(.radioGone))
    #expect(await scene.nextCondition() == .obstructed(.noAdapter))
  }

  @Test("works several controllers at once, and goes on with the other when one is pulled out")
  func several() async throws {
    let scene = try KernelScene { $0.controllers = [0, 1] }
    let both = [ControllerIndex(rawValue: 0), ControllerIndex(rawValue: 1)]
    while await scene.nextCondition() != .working(both) {}
    scene.kernel.tell(0x0005, of: 0)
    #expect(await scene.nextCondition() == .working([both[1]]))
    scene.radio.connect(to: KernelScene.address)
    #expect(await scene.command(.pair)?.controller == both[1])
  }

  @Test("says when another program has switched its controller off")
  func switchedOff() async throws {
    let scene = try KernelScene()
    try await scene.untilReady()
    scene.kernel.tell(0x0006, [0x10, 0x0A, 0, 0])
    #expect(
      await scene.nextCondition() == .obstructed(.switchedOff(ControllerIndex(rawValue: 0))))
  }

  @Test("scans while it is wanted, and starts anew when the kernel has stopped")
  func scans() async throws {
    let scene = try KernelScene()
    scene.radio.listen()
    #expect(await scene.command(.startDiscovery) == KernelScene.sent(.startDiscovery))
    scene.kernel.tell(0x0013, [6, 1])
    scene.kernel.tell(0x0013, [6, 0])
    #expect(await scene.command(.startDiscovery) == KernelScene.sent(.startDiscovery))
  }

  @Test("outlives a kernel that says what cannot be read, or speaks of what is not there")
  func nonsense() async throws {
    let scene = try KernelScene()
    try await scene.untilReady()
    for code in UInt16(0)...0x40 { scene.kernel.tell(code, [1, 2, 3], of: 7) }
    scene.kernel.tell(0x000F, KernelScene.peer.encoded() + [1, 0, 0, 0, 0])
    // Nobody pairs: the answer is no.
    #expect(
      await scene.command(.refuseConfirmation)
        == KernelScene.sent(.refuseConfirmation(KernelScene.peer)))
  }
}
