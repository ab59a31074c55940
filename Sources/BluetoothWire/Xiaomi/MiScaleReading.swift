/// What Mi scales advertise while someone stands on them. Layouts as xiaomi-ble, ble_monitor, theengs/decoder and
/// openScale read them.
extension ScaleReading {
  /// The lengths of the values by which the two generations tell themselves apart from standard scales.
  package static let miScaleLength = 10
  package static let miBodyScaleLength = 13

  /// Mi Scale, first generation: the value of service 181D.
  package init(parsingMiScale bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Mi Scale reading")
    let control: UInt8 = try reader.integer()
    let raw: UInt16 = try reader.integer()
    let time = try CalendarTime(&reader)
    try reader.end()
    let unit = MassUnit(isPound: control & 0x01 != 0, isJin: control & 0x10 != 0)
    self.init(
      weight: Mass(raw, shownIn: unit), rawWeight: UInt32(raw), unit: unit, clock: .calendar(time),
      isStabilised: control & 0x20 != 0, isRemoved: control & 0x80 != 0,
      isObject: control & 0x40 != 0)
  }

  /// Mi Body Composition Scale, both generations: the value of service 181B.
  package init(parsingMiBodyScale bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Mi Body Composition Scale reading")
    let display: UInt8 = try reader.integer()
    let state: UInt8 = try reader.integer()
    let time = try CalendarTime(&reader)
    let ohms: UInt16 = try reader.integer()
    let raw: UInt16 = try reader.integer()
    try reader.end()
    let unit = MassUnit(isPound: display & 0x01 != 0, isJin: state & 0x40 != 0)
    let isMeasured = state & 0x02 != 0 && ohms != 0 && ohms < 0xFFFD
    self.init(
      weight: Mass(raw, shownIn: unit), rawWeight: UInt32(raw), unit: unit,
      impedanceDeciohms: isMeasured ? Int(ohms) * 10 : nil, clock: .calendar(time),
      isStabilised: state & 0x20 != 0, isRemoved: state & 0x80 != 0,
      isObject: display & 0x04 != 0)
  }

  /// The value of service 181B as the simulated scale advertises it, in kilograms.
  package static func encodedMiBodyScale(
    fiveGrams: UInt16, ohms: UInt16?, at time: CalendarTime, isStabilised: Bool, isRemoved: Bool
  ) -> [UInt8] {
    var state: UInt8 = 0x04
    if ohms != nil { state |= 0x02 }
    if isStabilised { state |= 0x20 }
    if isRemoved { state |= 0x80 }
    var bytes: [UInt8] = [0x02, state]
    bytes += time.encoded()
    bytes.append(littleEndian: ohms ?? 0)
    bytes.append(littleEndian: fiveGrams)
    return bytes
  }
}

extension MassUnit {
  fileprivate init(isPound: Bool, isJin: Bool) {
    self = isPound ? .pound : isJin ? .jin : .kilogram
  }
}

extension Mass {
  /// Steps are 0.005 kg, 0.01 lb or 0.01 jin; the last is 5 g again.
  fileprivate init(_ raw: UInt16, shownIn unit: MassUnit) {
    switch unit {
    case .kilogram, .jin: self = Mass(fiveGrams: raw)
    case .pound: self = Mass(hundredthPounds: raw)
    }
  }
}
