package import BluetoothWire

extension AccessoryProfile {
  /// What a value of a connected accessory measures; empty for what measures nothing.
  ///
  /// - Parameter user: the owner's number on the scale: what belongs to another number is another person's.
  package func readings(
    of source: GATTPlan.Characteristic, _ bytes: [UInt8], user: UInt8?
  ) throws(WireError) -> [Reading] {
    switch source {
    case Self.heartRate where kind == .band:
      let reading = try HeartRateReading(parsing: bytes)
      // Without skin under the sensor it counts noise.
      return reading.contact == .missing
        ? [] : [Reading(.heartRate, reading.beatsPerMinute)].compactMap(\.self)
    case Self.steps where self == .band || self == .huamiBand:
      return [Reading(.steps, try StepsReading(parsingHuami: bytes).steps)].compactMap(\.self)
    case Self.huamiBattery where self == .huamiBand:
      return [Reading(.battery, try BatteryLevel(parsingHuami: bytes).percent)].compactMap(\.self)
    case Self.battery:
      return [Reading(.battery, try BatteryLevel(parsing: bytes).percent)].compactMap(\.self)
    case Self.weight where self == .scale:
      let measured = try WeightMeasurement(parsing: bytes)
      guard Self.isOwner(measured.user, user) else { return [] }
      return measured.reading.readings.attributed(to: measured.user, of: user)
    case Self.weight where self == .miScale:
      return try ScaleReading(parsingMiScale: bytes).readings
    case Self.bodyComposition where self == .miBodyScale:
      return try ScaleReading(parsingMiBodyScale: bytes).readings
    case Self.bodyComposition where self == .scale:
      let measured = try BodyCompositionMeasurement(parsing: bytes)
      guard Self.isOwner(measured.user, user) else { return [] }
      let clock = measured.reading.clock?.secondsSince1970
      let composition = [
        measured.bodyFatPermille.flatMap { Reading(.bodyFat, $0, clock: clock) },
        measured.musclePermille.flatMap { Reading(.muscle, $0, clock: clock) },
      ].compactMap(\.self)
      return (measured.reading.readings + composition).attributed(to: measured.user, of: user)
    default:
      return []
    }
  }

  /// A scale that names nobody, or that gave its owner no number, may mean its owner.
  private static func isOwner(_ named: UInt8?, _ owner: UInt8?) -> Bool {
    named == nil || owner == nil || named == owner
  }
}

extension [Reading] {
  /// - Parameters:
  ///   - named: whom the scale means; nil for nobody.
  ///   - owner: the number that only the owner's code opens; nil when the scale gave none.
  fileprivate func attributed(to named: UInt8?, of owner: UInt8?) -> [Reading] {
    guard named != nil, named == owner else { return self }
    return map { $0.attributed(Attribution(person: .owner, basis: .consent)) }
  }
}

extension ScaleReading {
  /// What is worth keeping: nothing before the weight stands still, nothing of a thing.
  var readings: [Reading] {
    let seconds = clock?.secondsSince1970
    guard isStabilised, !isRemoved, !isObject else { return [] }
    return [
      weight.flatMap { Reading(.weight, $0.grams, clock: seconds) },
      impedanceDeciohms.flatMap { Reading(.impedance, $0, clock: seconds) },
    ].compactMap(\.self)
  }
}
