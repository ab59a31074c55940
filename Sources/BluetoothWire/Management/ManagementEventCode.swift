/// What the kernel tells. BlueZ, doc/mgmt-api.txt.
package struct ManagementEventCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let commandComplete = ManagementEventCode(rawValue: 0x0001)
  package static let commandStatus = ManagementEventCode(rawValue: 0x0002)
  package static let indexAdded = ManagementEventCode(rawValue: 0x0004)
  package static let indexRemoved = ManagementEventCode(rawValue: 0x0005)
  package static let newSettings = ManagementEventCode(rawValue: 0x0006)
  package static let newLongTermKey = ManagementEventCode(rawValue: 0x000A)
  package static let deviceConnected = ManagementEventCode(rawValue: 0x000B)
  package static let deviceDisconnected = ManagementEventCode(rawValue: 0x000C)
  package static let confirmationRequest = ManagementEventCode(rawValue: 0x000F)
  package static let passkeyRequest = ManagementEventCode(rawValue: 0x0010)
  package static let deviceFound = ManagementEventCode(rawValue: 0x0012)
  package static let discovering = ManagementEventCode(rawValue: 0x0013)
  package static let passkeyNotice = ManagementEventCode(rawValue: 0x0017)
  package static let newIdentityKey = ManagementEventCode(rawValue: 0x0018)
  package static let monitorFound = ManagementEventCode(rawValue: 0x002F)
}
