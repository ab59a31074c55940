/// Characteristic 2A9C. Body Composition Service 1.0, section 3.2; GATT Specification Supplement 9, section 3.29.
///
/// Mi scales use the same UUID for a layout of their own: choose by model, never by UUID.
package struct BodyCompositionMeasurement: Hashable, Sendable {
  /// Tenths of a percent; nil when the measurement failed.
  package let bodyFatPermille: UInt16?
  package let isImperial: Bool
  package let time: CalendarTime?
  package let user: UInt8?
  package let basalMetabolismKilojoules: UInt16?
  package let musclePermille: UInt16?
  package let muscleMass: Mass?
  package let fatFreeMass: Mass?
  package let softLeanMass: Mass?
  package let waterMass: Mass?
  package let impedanceDeciohms: UInt16?
  package let weight: Mass?
  package let rawWeight: UInt16?
  /// In 1 mm, or in 0.1 inch when imperial.
  package let heightSteps: UInt16?
  /// A second packet with the rest of the fields belongs to this one.
  package let isContinued: Bool

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "body composition measurement")
    let flags: UInt16 = try reader.integer()
    func has(_ bit: Int) -> Bool { flags & (1 << bit) != 0 }
    let imperial = has(0)
    func mass(_ bit: Int, _ reader: inout ByteReader) throws(WireError) -> Mass? {
      has(bit) ? Mass(measured: try reader.integer(), isImperial: imperial) : nil
    }
    func number(_ bit: Int, _ reader: inout ByteReader) throws(WireError) -> UInt16? {
      has(bit) ? try reader.integer() : nil
    }

    isImperial = imperial
    let fat: UInt16 = try reader.integer()
    bodyFatPermille = fat == WeightMeasurement.failed ? nil : fat
    time = has(1) ? try CalendarTime(&reader) : nil
    let user: UInt8? = has(2) ? try reader.integer() : nil
    self.user = user == WeightMeasurement.unknownUser ? nil : user
    basalMetabolismKilojoules = try number(3, &reader)
    musclePermille = try number(4, &reader)
    muscleMass = try mass(5, &reader)
    fatFreeMass = try mass(6, &reader)
    softLeanMass = try mass(7, &reader)
    waterMass = try mass(8, &reader)
    impedanceDeciohms = try number(9, &reader)
    rawWeight = try number(10, &reader)
    weight = rawWeight.flatMap { Mass(measured: $0, isImperial: imperial) }
    heightSteps = try number(11, &reader)
    isContinued = has(12)
    try reader.end()
  }

  package var reading: ScaleReading {
    ScaleReading(
      weight: weight, rawWeight: weight == nil ? nil : rawWeight.map(UInt32.init),
      unit: isImperial ? .pound : .kilogram, impedanceDeciohms: impedanceDeciohms.map(Int.init),
      clock: time.map(ScaleReading.Clock.calendar))
  }

  /// A metric measurement, as the simulated scale sends it: body fat, time, muscle, impedance and weight.
  package static func encoded(
    bodyFatPermille: UInt16, musclePermille: UInt16, impedanceDeciohms: UInt16, fiveGrams: UInt16,
    at time: CalendarTime, user: UInt8? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    let flags: UInt16 = 1 << 1 | 1 << 4 | 1 << 9 | 1 << 10
    bytes.append(littleEndian: flags | (user == nil ? 0 : 1 << 2))
    bytes.append(littleEndian: bodyFatPermille)
    bytes += time.encoded()
    if let user { bytes.append(user) }
    bytes.append(littleEndian: musclePermille)
    bytes.append(littleEndian: impedanceDeciohms)
    bytes.append(littleEndian: fiveGrams)
    return bytes
  }
}
