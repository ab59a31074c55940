import BluetoothWire
import Testing

@testable import BluetoothHost

@Suite("The set-up of a controller")
struct AdapterSetupTests {
  private static let staticAddress: [UInt8] = [1, 2, 3, 4, 5, 0xC6]

  private static func setup(_ address: [UInt8]) -> AdapterSetup {
    AdapterSetup(
      ControllerFacts(address: address, supported: .lowEnergy, current: []),
      staticAddress: staticAddress, patterns: []
    ) { _ in [] }
  }

  @Test("gives a controller without an address one that stays, while it is off")
  func staticAddress() {
    var setup = Self.setup([UInt8](repeating: 0, count: 6))
    #expect(setup.address == BluetoothAddress(bytes: Self.staticAddress, isRandom: true))
    var commands: [ManagementCommand] = []
    while let command = setup.next() { commands.append(command) }
    let given = commands.firstIndex(of: .setStaticAddress(Self.staticAddress))
    #expect(given.map { $0 < (commands.firstIndex(of: .setPowered(true)) ?? 0) } == true)
  }

  @Test("leaves a controller the address that it was made with")
  func publicAddress() {
    var setup = Self.setup(ScriptedKernel.adapterAddress)
    #expect(setup.address == KernelScene.adapter)
    while let command = setup.next() { #expect(command.opcode != .setStaticAddress) }
  }

  @Test("reads a channel's worth as the kernel numbers it")
  func levels() {
    // Low, medium, high, FIPS: bluetooth.h of libbluetooth.
    let levels: [(UInt8, LinkSecurity)] = [
      (0, .none), (1, .none), (2, .encrypted), (3, .authenticated), (4, .authenticated),
    ]
    for (level, security) in levels {
      #expect(LinkSecurity(level: level, keySize: 16) == security)
    }
  }
}
