/// A device as the management interface names it. BlueZ, doc/mgmt-api.txt: `Address` and `Address_Type`.
package struct ManagementAddress: Hashable, Sendable {
  /// Six, least significant first.
  package let bytes: [UInt8]
  package let kind: AddressKind

  package init(bytes: [UInt8], kind: AddressKind) {
    precondition(bytes.count == 6, "an address has six bytes")
    self.bytes = bytes
    self.kind = kind
  }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "management address")
    self = try reader.managementAddress()
    try reader.end()
  }

  package func encoded() -> [UInt8] { bytes + [kind.rawValue] }

  /// Whether the address stays the device's: public, or random and static (its two highest bits are set). A resolvable address
  /// changes every few minutes. Core Specification 5.4, Vol 6, Part B, 1.3.
  package var isIdentity: Bool {
    switch kind {
    case .lePublic: true
    case .leRandom: bytes[5] & 0xC0 == 0xC0
    default: false
    }
  }
}

package struct AddressKind: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Of the other Bluetooth, BR/EDR.
  package static let classic = AddressKind(rawValue: 0)
  package static let lePublic = AddressKind(rawValue: 1)
  package static let leRandom = AddressKind(rawValue: 2)
}

extension ByteReader {
  mutating func managementAddress() throws(WireError) -> ManagementAddress {
    let bytes = try take(6)
    return ManagementAddress(bytes: bytes, kind: AddressKind(rawValue: try integer()))
  }
}
