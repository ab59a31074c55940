/// One thing said in a MiBeacon frame, after it was opened.
package struct MiBeaconObject: Hashable, Sendable {
  package let kind: Kind
  package let value: [UInt8]

  package struct Kind: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package static let weighingS200 = Kind(rawValue: 0x4E16)
    package static let weighingS400 = Kind(rawValue: 0x6E16)
  }

  package init(kind: Kind, value: [UInt8]) {
    self.kind = kind
    self.value = value
  }

  /// Of kind and length.
  private static let headLength = 3

  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: kind.rawValue)
    return bytes + [UInt8(value.count)] + value
  }

  /// All objects up to the end; unknown kinds are kept. What is too short to begin one is left: thermometers send a byte more.
  package static func list(parsing bytes: [UInt8]) throws(WireError) -> [MiBeaconObject] {
    var reader = ByteReader(bytes, of: "MiBeacon objects")
    var list: [MiBeaconObject] = []
    while reader.count >= MiBeaconObject.headLength {
      let kind = Kind(rawValue: try reader.integer())
      list.append(
        MiBeaconObject(kind: kind, value: try reader.take(Int(try reader.integer(UInt8.self)))))
    }
    return list
  }
}

/// A weighing as the scales S200 (MJTZC02YM) and S400 (MJTZC01YM) send it: profile, measurement and time, nine bytes. The
/// measurement's bits are as xiaomi-ble and openScale read them.
package struct MiBeaconWeighing: Hashable, Sendable {
  /// Which of the persons known to the scale.
  package let profile: UInt8
  /// The same in every packet of one weighing: with the address it identifies it.
  package let unixTime: UInt32
  /// Nil when the person stepped off.
  package let reading: ScaleReading?

  /// Nil for objects of other kinds.
  package init?(_ object: MiBeaconObject) throws(WireError) {
    guard object.kind == .weighingS200 || object.kind == .weighingS400 else { return nil }
    var reader = ByteReader(object.value, of: "MiBeacon weighing")
    profile = try reader.integer()
    let bits: UInt32 = try reader.integer()
    unixTime = try reader.integer()
    try reader.end()
    guard bits != 0 else {
      reading = nil
      return
    }
    reading =
      object.kind == .weighingS200
      ? ScaleReading(s200: bits, at: unixTime) : ScaleReading(s400: bits, at: unixTime)
  }
}

extension MiBeaconWeighing {
  /// As the simulated scale sends it; nothing measured says that the person stepped off.
  ///
  /// - Parameters:
  ///   - hectograms: 0...2047, 0 for the packet without a weight.
  ///   - beatsPerMinute: 51...176; nil when not measured.
  ///   - deciohms: 0...16383.
  package static func s400(
    user: UInt8, hectograms: UInt16 = 0, beatsPerMinute: UInt8? = nil, deciohms: UInt16 = 0,
    at time: UInt32
  ) -> MiBeaconObject {
    var value = [user]
    let rate = beatsPerMinute.map { UInt32($0) - 50 } ?? 0
    value.append(littleEndian: UInt32(hectograms) | rate << 11 | UInt32(deciohms) << 18)
    value.append(littleEndian: time)
    return MiBeaconObject(kind: .weighingS400, value: value)
  }
}

extension ScaleReading {
  /// Hundredths of a kilogram.
  fileprivate init(s200 bits: UInt32, at time: UInt32) {
    self.init(weight: Mass(grams: Int(bits) * 10), rawWeight: bits, clock: .unix(time))
  }

  /// From the lowest bit: 11 bits of weight in 0.1 kg, 7 of heart rate less 50, 14 of impedance in 0.1 ohm. One of the two
  /// packets of a weighing carries no weight; which frequency each impedance belongs to is disputed, so it is not named.
  fileprivate init(s400 bits: UInt32, at time: UInt32) {
    let weight = bits & 0x7FF
    let rate = Int(bits >> 11 & 0x7F)
    let impedance = Int(bits >> 18)
    self.init(
      weight: weight == 0 ? nil : Mass(grams: Int(weight) * 100),
      rawWeight: weight == 0 ? nil : weight, impedanceDeciohms: impedance == 0 ? nil : impedance,
      heartRate: (1...126).contains(rate) ? rate + 50 : nil, clock: .unix(time))
  }
}
