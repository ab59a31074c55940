import BluetoothWire
import Testing

@Suite("A Mi scale's advertisement")
struct MiScaleTests {
  struct Vector: Sendable {
    let bytes: [UInt8]
    let grams: Int
    let unit: MassUnit
    let isStabilised: Bool
    let isRemoved: Bool
    let isObject: Bool
    let ohms: Int?

    init(
      _ text: String, _ grams: Int, _ unit: MassUnit, stable: Bool = true, removed: Bool = false,
      object: Bool = false, ohms: Int? = nil
    ) {
      bytes = hex(text)
      self.grams = grams
      self.unit = unit
      isStabilised = stable
      isRemoved = removed
      isObject = object
      self.ohms = ohms
    }
  }

  /// From the tests of xiaomi-ble and theengs/decoder, whose weights they are.
  static let firstGeneration = [
    Vector("22 9E43 E507040B101301", 86_550, .kilogram),
    Vector("A2 2044 B20701010A1A15", 87_200, .kilogram, removed: true),
    Vector("82 1400 E507040B101708", 100, .kilogram, stable: false, removed: true),
    Vector("22 3E30 E607020E10293A", 61_750, .kilogram),
    Vector("A2 3E30 E607020E10293A", 61_750, .kilogram, removed: true),
    Vector("E2 7607 E607020E10293A", 9_550, .kilogram, removed: true, object: true),
    Vector("63 7607 E607020E10293A", 8_664, .pound, object: true),
    Vector("A3 7233 E607020E10293A", 59_738, .pound, removed: true),
    Vector("E3 7607 E607020E10293A", 8_664, .pound, removed: true, object: true),
  ]

  static let secondGeneration = [
    Vector("02 04 B207010112101A 0000 A852", 105_800, .kilogram, stable: false),
    Vector("02 82 B20705040F0201 0000 0000", 0, .kilogram, stable: false, removed: true),
    Vector("02 26 E607020E10293A F701 9A38", 72_450, .kilogram, ohms: 503),
    Vector("02 24 E607020E10293A 0000 9A38", 72_450, .kilogram),
    Vector("07 24 E607020E10293A 0000 CE04", 5_579, .pound, object: true),
    Vector("02 A6 E607020E10293A F701 9A38", 72_450, .kilogram, removed: true, ohms: 503),
    Vector("03 A4 E607020E10293A 0000 F136", 63_798, .pound, removed: true),
    Vector("07 A4 E607020E10293A 0000 CE04", 5_579, .pound, removed: true, object: true),
    // A user's log: the clock lost its power, and FFFD ohms mean none.
    Vector("02 24 B2070104100B20 FDFF 7C38", 72_300, .kilogram),
  ]

  @Test("of the first generation is read as others read it", arguments: firstGeneration)
  func first(vector: Vector) throws {
    try check(vector, ScaleReading(parsingMiScale: vector.bytes))
    expectWhole(vector.bytes) { _ = try ScaleReading(parsingMiScale: $0) }
    #expect(vector.bytes.count == ScaleReading.miScaleLength)
  }

  @Test("of the second generation is read as others read it", arguments: secondGeneration)
  func body(vector: Vector) throws {
    try check(vector, ScaleReading(parsingMiBodyScale: vector.bytes))
    expectWhole(vector.bytes) { _ = try ScaleReading(parsingMiBodyScale: $0) }
    #expect(vector.bytes.count == ScaleReading.miBodyScaleLength)
  }

  private func check(_ vector: Vector, _ reading: ScaleReading) throws {
    #expect(reading.weight?.grams == vector.grams)
    #expect(reading.unit == vector.unit)
    #expect(reading.isStabilised == vector.isStabilised)
    #expect(reading.isRemoved == vector.isRemoved)
    #expect(reading.isObject == vector.isObject)
    #expect(reading.impedanceDeciohms == vector.ohms.map { $0 * 10 })
    let isSettled =
      vector.isStabilised && !vector.isRemoved && !vector.isObject && vector.grams > 0
    #expect(reading.isSettled == isSettled)
  }

  @Test("in jin counts half kilograms")
  func jin() throws {
    let reading = try ScaleReading(parsingMiScale: hex("30 3E30 E607020E10293A"))
    #expect(reading.unit == .jin)
    #expect(reading.weight?.grams == 61_750)
  }

  @Test("is written so that it reads the same")
  func written() throws {
    let time = CalendarTime(year: 2022, month: 2, day: 14, hour: 16, minute: 41, second: 58)
    let bytes = ScaleReading.encodedMiBodyScale(
      fiveGrams: 14_490, ohms: 503, at: time, isStabilised: true, isRemoved: false)
    #expect(bytes == hex("02 26 E607020E10293A F701 9A38"))
  }
}

@Suite("A MiBeacon frame")
struct MiBeaconTests {
  /// The frames of one weighing, opened with a key of openScale's tests: `166E 09` is kind and length.
  @Test("opens to what an S400 weighed")
  func weighing() throws {
    let object = try #require(
      try MiBeaconObject.list(parsing: hex("166E 09 01 BB52E154 ED26F767")).first)
    let weighing = try #require(try MiBeaconWeighing(object))
    #expect(weighing.profile == 1)
    #expect(weighing.unixTime == 1_744_250_605)
    #expect(weighing.reading?.weight?.grams == 69_900)
    #expect(weighing.reading?.heartRate == 92)
    #expect(weighing.reading?.impedanceDeciohms == 5_432)
    let second = try #require(
      try MiBeaconObject.list(parsing: hex("166E 09 01 0000C04D ED26F767")).first)
    let other = try #require(try MiBeaconWeighing(second))
    #expect(other.unixTime == weighing.unixTime)
    #expect(other.reading?.weight == nil)
    #expect(other.reading?.impedanceDeciohms == 4_976)
    let gone = try #require(
      try MiBeaconObject.list(parsing: hex("166E 09 01 00000000 ED26F767")).first)
    #expect(try MiBeaconWeighing(gone)?.reading == nil)
  }

  @Test("of an S200 counts hundredths of a kilogram")
  func s200() throws {
    let object = MiBeaconObject(kind: .weighingS200, value: hex("01 4D1C0000 ED26F767"))
    #expect(try MiBeaconWeighing(object)?.reading?.weight?.grams == 72_450)
    expectWhole(object.value) {
      _ = try MiBeaconWeighing(MiBeaconObject(kind: .weighingS200, value: $0))
    }
    let other = MiBeaconObject(kind: .init(rawValue: 0x1004), value: [1])
    #expect(try MiBeaconWeighing(other) == nil)
  }

  @Test("in the clear holds its objects, each whole")
  func plain() throws {
    // xiaomi-ble: a plant sensor's 19.6 degrees; the capability byte comes before the object.
    let bytes = hex("7120 9800 12 F34F6B8D7CC4 0D 0410 02 C400")
    let frame = try MiBeaconFrame(parsing: bytes)
    #expect(frame.control.version == 2)
    #expect(frame.counter == 0x12)
    #expect(frame.address == hex("F34F6B8D7CC4"))
    #expect(
      frame.content == .plain([MiBeaconObject(kind: .init(rawValue: 0x1004), value: hex("C400"))]))
    // At fifteen the object is announced and not there; before that nothing is.
    expectWhole(bytes, mayEndAt: [12, 13, 14], isOpenEnded: true) {
      _ = try MiBeaconFrame(parsing: $0)
    }
  }

  @Test("that holds nothing only says that something is there")
  func presence() throws {
    let frame = try MiBeaconFrame(parsing: hex("1052 D53B 01 010203040506"))
    #expect(frame.product == .scaleS400)
    #expect(frame.control.contains(.asksToBind))
    #expect(frame.content == .nothing)
  }

}
