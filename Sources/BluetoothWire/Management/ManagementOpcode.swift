/// What the kernel is asked to do. BlueZ, doc/mgmt-api.txt.
package struct ManagementOpcode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let readVersion = ManagementOpcode(rawValue: 0x0001)
  package static let readIndexList = ManagementOpcode(rawValue: 0x0003)
  package static let readController = ManagementOpcode(rawValue: 0x0004)
  package static let setPowered = ManagementOpcode(rawValue: 0x0005)
  package static let setBondable = ManagementOpcode(rawValue: 0x0009)
  package static let setLowEnergy = ManagementOpcode(rawValue: 0x000D)
  package static let loadLongTermKeys = ManagementOpcode(rawValue: 0x0013)
  package static let disconnect = ManagementOpcode(rawValue: 0x0014)
  package static let setIOCapability = ManagementOpcode(rawValue: 0x0018)
  package static let pair = ManagementOpcode(rawValue: 0x0019)
  package static let cancelPairing = ManagementOpcode(rawValue: 0x001A)
  package static let unpair = ManagementOpcode(rawValue: 0x001B)
  package static let confirm = ManagementOpcode(rawValue: 0x001C)
  package static let refuseConfirmation = ManagementOpcode(rawValue: 0x001D)
  package static let enterPasskey = ManagementOpcode(rawValue: 0x001E)
  package static let refusePasskey = ManagementOpcode(rawValue: 0x001F)
  package static let startDiscovery = ManagementOpcode(rawValue: 0x0023)
  package static let stopDiscovery = ManagementOpcode(rawValue: 0x0024)
  package static let setClassic = ManagementOpcode(rawValue: 0x002A)
  package static let setStaticAddress = ManagementOpcode(rawValue: 0x002B)
  package static let setSecureConnections = ManagementOpcode(rawValue: 0x002D)
  package static let setDebugKeys = ManagementOpcode(rawValue: 0x002E)
  package static let loadIdentityKeys = ManagementOpcode(rawValue: 0x0030)
  package static let addPatternMonitor = ManagementOpcode(rawValue: 0x0052)
  package static let removeMonitor = ManagementOpcode(rawValue: 0x0053)

  package var description: String { "command 0x" + String(rawValue, radix: 16) }
}
