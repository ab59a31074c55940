/// The value of a characteristic declaration. Core Specification 5.4, Vol 3, Part G, 3.3.1.
package struct CharacteristicDeclaration: Hashable, Sendable {
  package let properties: CharacteristicProperties
  /// As sent; 0 is the peer's mistake.
  package let valueHandle: AttributeHandle
  package let uuid: AttributeUUID

  package init(
    properties: CharacteristicProperties, valueHandle: AttributeHandle, uuid: AttributeUUID
  ) {
    self.properties = properties
    self.valueHandle = valueHandle
    self.uuid = uuid
  }

  /// 5 or 19 bytes.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "characteristic declaration")
    properties = CharacteristicProperties(rawValue: try reader.integer())
    valueHandle = try reader.handle()
    guard let uuid = AttributeUUID(littleEndian: reader.rest()) else {
      throw reader.refuse("UUID length")
    }
    self.uuid = uuid
  }

  package func encoded() -> [UInt8] {
    var bytes = [properties.rawValue]
    bytes.append(valueHandle)
    return bytes + uuid.littleEndian
  }
}

/// What may be done with a characteristic's value. Part G, 3.3.1.1.
package struct CharacteristicProperties: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let broadcast = CharacteristicProperties(rawValue: 0x01)
  package static let read = CharacteristicProperties(rawValue: 0x02)
  package static let writeWithoutResponse = CharacteristicProperties(rawValue: 0x04)
  package static let write = CharacteristicProperties(rawValue: 0x08)
  package static let notify = CharacteristicProperties(rawValue: 0x10)
  package static let indicate = CharacteristicProperties(rawValue: 0x20)
  package static let signedWrite = CharacteristicProperties(rawValue: 0x40)
  package static let extended = CharacteristicProperties(rawValue: 0x80)
}
