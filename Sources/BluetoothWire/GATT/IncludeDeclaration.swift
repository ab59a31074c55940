/// The value of an include declaration. Core Specification 5.4, Vol 3, Part G, 3.2.
package struct IncludeDeclaration: Hashable, Sendable {
  package let range: AttributeRange
  /// Nil for a 128-bit service, which has to be read from its own declaration.
  package let uuid: UUID16?

  package init(range: AttributeRange, uuid: UUID16?) {
    self.range = range
    self.uuid = uuid
  }

  /// 4 or 6 bytes.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "include declaration")
    guard let range = AttributeRange(try reader.handle(), try reader.handle()) else {
      throw reader.refuse("handle range")
    }
    self.range = range
    uuid = reader.isAtEnd ? nil : UUID16(rawValue: try reader.integer())
    try reader.end()
  }

  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(range.first)
    bytes.append(range.last)
    if let uuid { bytes.append(littleEndian: uuid.rawValue) }
    return bytes
  }
}

/// Which attributes have changed, as the indication 2A05 tells. Part G, 7.1.
package struct ServiceChange: Hashable, Sendable {
  package let range: AttributeRange

  /// Four bytes.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "service change")
    guard let range = AttributeRange(try reader.handle(), try reader.handle()) else {
      throw reader.refuse("handle range")
    }
    self.range = range
    try reader.end()
  }
}
