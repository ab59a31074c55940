/// A command to the kernel. BlueZ, doc/mgmt-api.txt.
package enum ManagementCommand: Hashable, Sendable {
  case readIndexList
  case readController
  case setPowered(Bool)
  /// Without it pairing yields keys that are not to be kept.
  case setBondable(Bool)
  case setLowEnergy(Bool)
  /// The other Bluetooth, BR/EDR. Can be switched off only while the controller has no power.
  case setClassic(Bool)
  case setSecureConnections(Bool)
  case setDebugKeys(Bool)
  /// Six bytes, the two highest bits set.
  case setStaticAddress([UInt8])
  case setIOCapability(IOCapability)
  /// Replaces all that the kernel has for this controller.
  case loadLongTermKeys([LongTermKey])
  /// Replaces all that the kernel has for this controller, and lets it resolve addresses.
  case loadIdentityKeys([IdentityKey])
  case disconnect(ManagementAddress)
  case pair(ManagementAddress, IOCapability)
  case cancelPairing(ManagementAddress)
  /// Removes the keys and hangs up.
  case unpair(ManagementAddress)
  case confirm(ManagementAddress)
  case refuseConfirmation(ManagementAddress)
  /// 0...999999
  case enterPasskey(ManagementAddress, UInt32)
  case refusePasskey(ManagementAddress)
  /// Of low-energy devices.
  case startDiscovery
  case stopDiscovery
  case addPatternMonitor([AdvertisementPattern])
  /// All there are.
  case removeMonitors

  package func packet(to controller: ControllerIndex) -> ManagementPacket {
    ManagementPacket(code: opcode.rawValue, controller: controller, parameters: parameters)
  }

  package var opcode: ManagementOpcode {
    switch self {
    case .readIndexList: .readIndexList
    case .readController: .readController
    case .setPowered: .setPowered
    case .setBondable: .setBondable
    case .setLowEnergy: .setLowEnergy
    case .setClassic: .setClassic
    case .setSecureConnections: .setSecureConnections
    case .setDebugKeys: .setDebugKeys
    case .setStaticAddress: .setStaticAddress
    case .setIOCapability: .setIOCapability
    case .loadLongTermKeys: .loadLongTermKeys
    case .loadIdentityKeys: .loadIdentityKeys
    case .disconnect: .disconnect
    case .pair: .pair
    case .cancelPairing: .cancelPairing
    case .unpair: .unpair
    case .confirm: .confirm
    case .refuseConfirmation: .refuseConfirmation
    case .enterPasskey: .enterPasskey
    case .refusePasskey: .refusePasskey
    case .startDiscovery: .startDiscovery
    case .stopDiscovery: .stopDiscovery
    case .addPatternMonitor: .addPatternMonitor
    case .removeMonitors: .removeMonitor
    }
  }

  package var parameters: [UInt8] {
    switch self {
    case .readIndexList, .readController: return []
    case .setPowered(let isOn), .setBondable(let isOn), .setLowEnergy(let isOn),
      .setClassic(let isOn), .setSecureConnections(let isOn), .setDebugKeys(let isOn):
      return [isOn ? 1 : 0]
    case .setStaticAddress(let address): return address
    case .setIOCapability(let capability): return [capability.rawValue]
    case .loadLongTermKeys(let keys): return Self.counted(keys.map { $0.encoded() })
    case .loadIdentityKeys(let keys): return Self.counted(keys.map { $0.encoded() })
    case .disconnect(let peer), .cancelPairing(let peer), .confirm(let peer),
      .refuseConfirmation(let peer), .refusePasskey(let peer):
      return peer.encoded()
    case .pair(let peer, let capability): return peer.encoded() + [capability.rawValue]
    case .unpair(let peer): return peer.encoded() + [1]
    case .enterPasskey(let peer, let digits):
      var bytes = peer.encoded()
      bytes.append(littleEndian: digits)
      return bytes
    case .startDiscovery, .stopDiscovery: return [Self.lowEnergyAddresses]
    case .addPatternMonitor(let patterns):
      return [UInt8(patterns.count)] + patterns.flatMap { $0.encoded() }
    case .removeMonitors: return [0, 0]
    }
  }

  /// Bit 1, public, and bit 2, random.
  private static let lowEnergyAddresses: UInt8 = 0x06

  private static func counted(_ records: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt16(records.count))
    return bytes + records.joined()
  }
}
