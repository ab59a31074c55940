/// Characteristic 2A9D. Weight Scale Service 1.0, section 3.2; GATT Specification Supplement 9, section 3.251.
package struct WeightMeasurement: Hashable, Sendable {
  /// Nil when the scale says that it failed.
  package let weight: Mass?
  /// In 5 g or 0.01 lb.
  package let rawWeight: UInt16
  package let isImperial: Bool
  package let time: CalendarTime?
  /// The scale's own number for the person; nil when absent or unknown.
  package let user: UInt8?
  package let bodyMass: BodyMass?

  package struct BodyMass: Hashable, Sendable {
    /// Tenths of kg/m².
    package let indexTenths: UInt16
    /// In 1 mm, or in 0.1 inch when imperial.
    package let heightSteps: UInt16
  }

  /// What a measurement that failed says instead of a weight.
  static let failed: UInt16 = 0xFFFF
  static let unknownUser: UInt8 = 0xFF

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "weight measurement")
    let flags: UInt8 = try reader.integer()
    isImperial = flags & 0x01 != 0
    rawWeight = try reader.integer()
    weight = Mass(measured: rawWeight, isImperial: isImperial)
    time = flags & 0x02 != 0 ? try CalendarTime(&reader) : nil
    let user: UInt8? = flags & 0x04 != 0 ? try reader.integer() : nil
    self.user = user == WeightMeasurement.unknownUser ? nil : user
    bodyMass =
      flags & 0x08 != 0
      ? BodyMass(indexTenths: try reader.integer(), heightSteps: try reader.integer()) : nil
    try reader.end()
  }

  package var reading: ScaleReading {
    ScaleReading(
      weight: weight, rawWeight: weight == nil ? nil : UInt32(rawWeight),
      unit: isImperial ? .pound : .kilogram, clock: time.map(ScaleReading.Clock.calendar))
  }

  /// A metric measurement, as the simulated scale sends it.
  package static func encoded(
    fiveGrams: UInt16, at time: CalendarTime?, user: UInt8? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = [(time == nil ? 0x00 : 0x02) | (user == nil ? 0x00 : 0x04)]
    bytes.append(littleEndian: fiveGrams)
    return bytes + (time?.encoded() ?? []) + (user.map { [$0] } ?? [])
  }
}

extension Mass {
  /// Steps of 5 g or of 0.01 lb; nil for "measurement failed".
  init?(measured raw: UInt16, isImperial: Bool) {
    guard raw != WeightMeasurement.failed else { return nil }
    self = isImperial ? Mass(hundredthPounds: raw) : Mass(fiveGrams: raw)
  }
}
