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
