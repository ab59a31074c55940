import BluetoothWire

/// The address by which a radio knows a peer.
package struct BluetoothAddress: Hashable, Sendable, CustomStringConvertible {
  /// Six, least significant first, as on every kernel interface.
  package let bytes: [UInt8]
  package let isRandom: Bool

  package init(bytes: [UInt8], isRandom: Bool) {
    precondition(bytes.count == 6, "an address has six bytes")
    self.bytes = bytes
    self.isRandom = isRandom
  }

  /// As people write it: most significant byte first, `C8:47:8C:C0:95:89`.
  package var description: String {
    bytes.reversed().map {
      let digits = String($0, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: ":")
  }
}

extension BluetoothAddress {
  /// Nil for a device of the other Bluetooth, BR/EDR, with which nothing is ever done.
  init?(_ address: ManagementAddress) {
    guard [.lePublic, .leRandom].contains(address.kind) else { return nil }
    self.init(bytes: address.bytes, isRandom: address.kind == .leRandom)
  }
}

extension ManagementAddress {
  init(_ address: BluetoothAddress) {
    self.init(bytes: address.bytes, kind: address.isRandom ? .leRandom : .lePublic)
  }
}
