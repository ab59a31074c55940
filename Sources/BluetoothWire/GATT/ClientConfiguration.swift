/// What a client asked a characteristic to send: the descriptor 2902. Core Specification 5.4, Vol 3, Part G, 3.3.3.3.
package struct ClientConfiguration: OptionSet, Hashable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
  package static let notifications = ClientConfiguration(rawValue: 0x0001)
  package static let indications = ClientConfiguration(rawValue: 0x0002)

  /// Two bytes.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "client configuration")
    rawValue = try reader.integer()
    try reader.end()
  }

  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: rawValue)
    return bytes
  }

  /// The way in which a characteristic sends: notifications where it has both, because they do not wait for us. Empty
  /// when it has neither.
  package init(offeredBy properties: CharacteristicProperties) {
    if properties.contains(.notify) {
      self = .notifications
    } else if properties.contains(.indicate) {
      self = .indications
    } else {
      self = []
    }
  }
}
