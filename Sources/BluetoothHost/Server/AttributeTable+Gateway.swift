import BluetoothWire

extension AttributeTable {
  /// What the gateway itself serves to peers that ask, as every device must: its name, its appearance, and a generic
  /// attribute service that never changes. Core Specification 5.4, Vol 3, Part C, 12 and Part G, 7.
  ///
  /// - Parameter name: shown by some accessories; at most 248 bytes of UTF-8.
  package static func gateway(named name: String) -> AttributeTable {
    var table = AttributeTable()
    table.addService(AttributeUUID(.genericAccess))
    table.addCharacteristic(
      AttributeUUID(.deviceName), .read, .readable, value: Array(name.utf8.prefix(248)))
    // Unknown. Assigned Numbers, section 2.6.3.
    table.addCharacteristic(AttributeUUID(.appearance), .read, .readable, value: [0, 0])
    table.addService(AttributeUUID(.genericAttribute))
    return table
  }
}
