/// Why a connection is gone. BlueZ, doc/mgmt-api.txt, "Device Disconnected Event".
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
