/// How full a battery is.
package struct BatteryLevel: Hashable, Sendable {
  /// 0...100.
  package let percent: UInt8
  /// Nil when the accessory does not tell.
  package let isCharging: Bool?

  /// Characteristic 2A19: one byte. Battery Service 1.0, section 3.1.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "battery level")
    percent = try reader.percent()
    isCharging = nil
    try reader.end()
  }

  /// Characteristic 0006 of the Huami base: the percentage in the second byte, charging in the third; more follows.
  package init(parsingHuami bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Huami battery level")
    _ = try reader.integer(UInt8.self)
    percent = try reader.percent()
    isCharging = try reader.integer(UInt8.self) == 1
  }
}

extension ByteReader {
  fileprivate mutating func percent() throws(WireError) -> UInt8 {
    let value: UInt8 = try integer()
    guard value <= 100 else { throw refuse("above 100 percent") }
    return value
  }
}
