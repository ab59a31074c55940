/// Characteristic 2A37. Heart Rate Service 1.0, section 3.1; GATT Specification Supplement 9, section 3.113.
package struct HeartRateReading: Hashable, Sendable {
  package let beatsPerMinute: UInt16
  package let contact: Contact
  /// Since the last reset; nil when not sent.
  package let energyKilojoules: UInt16?
  /// Times between beats in 1/1024 s, oldest first.
  package let intervals1024: [UInt16]

  package enum Contact: Hashable, Sendable {
    /// The sensor cannot tell.
    case unknown
    case missing
    case detected
  }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "heart rate measurement")
    let flags: UInt8 = try reader.integer()
    beatsPerMinute =
      flags & 0x01 != 0 ? try reader.integer() : UInt16(try reader.integer(UInt8.self))
    switch flags >> 1 & 0b11 {
    case 0b10: contact = .missing
    case 0b11: contact = .detected
    default: contact = .unknown
    }
    energyKilojoules = flags & 0x08 != 0 ? try reader.integer() : nil
    var intervals: [UInt16] = []
    if flags & 0x10 != 0 {
      while !reader.isAtEnd { intervals.append(try reader.integer()) }
    }
    intervals1024 = intervals
    try reader.end()
  }

  /// A reading with skin contact and nothing else.
  package static func encoded(beatsPerMinute: UInt16) -> [UInt8] {
    var bytes: [UInt8] = [beatsPerMinute > 255 ? 0x07 : 0x06]
    if beatsPerMinute > 255 {
      bytes.append(littleEndian: beatsPerMinute)
    } else {
      bytes.append(UInt8(beatsPerMinute))
    }
    return bytes
  }
}
