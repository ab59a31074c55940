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

  /// As the simulated band sends it.
  /// - Parameter intervals1024: at most nine, so that the whole fits the smallest MTU.
  package static func encoded(
    beatsPerMinute: UInt16, contact: Contact = .detected, energyKilojoules: UInt16? = nil,
    intervals1024: [UInt16] = []
  ) -> [UInt8] {
    var flags: UInt8 =
      switch contact {
      case .unknown: 0x00
      case .missing: 0x04
      case .detected: 0x06
      }
    if beatsPerMinute > 255 { flags |= 0x01 }
    if energyKilojoules != nil { flags |= 0x08 }
    if !intervals1024.isEmpty { flags |= 0x10 }
    var bytes = [flags]
    if beatsPerMinute > 255 {
      bytes.append(littleEndian: beatsPerMinute)
    } else {
      bytes.append(UInt8(beatsPerMinute))
    }
    if let energyKilojoules { bytes.append(littleEndian: energyKilojoules) }
    for interval in intervals1024 { bytes.append(littleEndian: interval) }
    return bytes
  }
}
