/// A band's count of steps since its own midnight.
package struct StepsReading: Hashable, Sendable {
  package let steps: UInt32

  /// Characteristic 0007 of the Huami base: a byte 0C and twelve more. Gadgetbridge 0.83 reads the steps from the second
  /// and third; distance and energy in the rest have not been checked against a band and are not read.
  package init(parsingHuami bytes: [UInt8]) throws(WireError) {
    guard bytes.count >= StepsReading.huamiLength else { throw WireError("steps", .tooShort) }
    guard bytes.count == StepsReading.huamiLength else { throw WireError("steps", .leftover) }
    steps = UInt32(bytes[1]) | UInt32(bytes[2]) << 8
  }

  /// What a band advertises as the value of service FEE0: four bytes.
  package init(parsingAdvertised bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "advertised steps")
    steps = try reader.integer()
    try reader.end()
  }

  package static func encodedHuami(steps: UInt16) -> [UInt8] {
    var bytes: [UInt8] = [0x0C]
    bytes.append(littleEndian: steps)
    return bytes + [UInt8](repeating: 0, count: huamiLength - bytes.count)
  }

  private static let huamiLength = 13
}
