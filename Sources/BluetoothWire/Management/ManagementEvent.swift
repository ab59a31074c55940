/// An event from the kernel. BlueZ, doc/mgmt-api.txt.
package enum ManagementEvent: Hashable, Sendable {
  /// The answer to a command.
  case answer(ManagementOpcode, ManagementStatus, reply: [UInt8])
  case controllerAdded
  case controllerRemoved
  case newSettings(ControllerSettings)
  /// - isToBeKept: false when the peer did not want to be remembered.
  case newLongTermKey(LongTermKey, isToBeKept: Bool)
  /// - heardAs: the changing address of the connection; nil when the peer uses the one that stays.
  case newIdentityKey(IdentityKey, heardAs: ManagementAddress?, isToBeKept: Bool)
  case connected(ManagementAddress)
  case disconnected(ManagementAddress, DisconnectReason)
  /// - isYesOrNo: there are no digits to compare.
  case confirmationRequest(ManagementAddress, digits: UInt32, isYesOrNo: Bool)
  case passkeyRequest(ManagementAddress)
  /// Six digits to be shown; told again with each digit that the peer typed.
  case passkeyNotice(ManagementAddress, digits: UInt32)
  case found(FoundDevice)
  case discovering(Bool)
  case unknown(ManagementEventCode, [UInt8])
}

/// An advertisement or a scan response. BlueZ, doc/mgmt-api.txt, "Device Found Event".
package struct FoundDevice: Hashable, Sendable {
  package let address: ManagementAddress
  /// dBm; nil unknown.
  package let signal: Int?
  /// AD structures as they came.
  package let payload: [UInt8]

  package init(address: ManagementAddress, signal: Int?, payload: [UInt8]) {
    self.address = address
    self.signal = signal
    self.payload = payload
  }
}

/// BlueZ, doc/mgmt-api.txt, "Device Disconnected Event".
package struct DisconnectReason: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Among others a packet that did not pass its integrity check.
  package static let unspecified = DisconnectReason(rawValue: 0)
  package static let timeout = DisconnectReason(rawValue: 1)
  package static let local = DisconnectReason(rawValue: 2)
  package static let remote = DisconnectReason(rawValue: 3)
  package static let authenticationFailure = DisconnectReason(rawValue: 4)
}
