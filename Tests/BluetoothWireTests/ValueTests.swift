import BluetoothWire
import Testing

@Suite("A heart rate")
struct HeartRateTests {
  @Test("is read in one byte or two, with contact, energy and intervals")
  func reads() throws {
    let plain = try HeartRateReading(parsing: hex("00 48"))
    #expect(plain.beatsPerMinute == 72)
    #expect(plain.contact == .unknown)
    #expect(plain.energyKilojoules == nil)
    #expect(plain.intervals1024 == [])
    #expect(try HeartRateReading(parsing: hex("11 2C01")).beatsPerMinute == 300)
    let full = try HeartRateReading(parsing: hex("1E 48 1000 0004 E803"))
    #expect(full.contact == .detected)
    #expect(full.energyKilojoules == 16)
    #expect(full.intervals1024 == [1024, 1000])
    #expect(try HeartRateReading(parsing: hex("04 48")).contact == .missing)
    #expect(try HeartRateReading(parsing: hex("02 48")).contact == .unknown)
  }

  @Test("is refused when cut, even in the middle of an interval")
  func cut() {
    expectWhole(hex("16 48 0004 E803"), mayEndAt: [2, 4], isOpenEnded: false) {
      _ = try HeartRateReading(parsing: $0)
    }
    expectWhole(hex("09 4800 1000")) { _ = try HeartRateReading(parsing: $0) }
  }

  @Test("is written with contact, energy and intervals as the specification has them")
  func fields() {
    #expect(HeartRateReading.encoded(beatsPerMinute: 72, contact: .unknown) == hex("00 48"))
    #expect(HeartRateReading.encoded(beatsPerMinute: 72, contact: .missing) == hex("04 48"))
    #expect(
      HeartRateReading.encoded(
        beatsPerMinute: 72, energyKilojoules: 16, intervals1024: [1024, 1000])
        == hex("1E 48 1000 0004 E803"))
  }

  @Test("is written so that it reads the same", arguments: [0, 72, 255, 256, 300] as [UInt16])
  func writes(rate: UInt16) throws {
    let read = try HeartRateReading(parsing: HeartRateReading.encoded(beatsPerMinute: rate))
    #expect(read.beatsPerMinute == rate)
    #expect(read.contact == .detected)
  }
}

@Suite("A scale's measurement")
struct ScaleMeasurementTests {
  static let time = CalendarTime(year: 2022, month: 2, day: 14, hour: 16, minute: 41, second: 58)

  @Test("of weight is read with and without its optional fields")
  func weight() throws {
    let plain = try WeightMeasurement(parsing: hex("00 9A38"))
    #expect(plain.weight?.grams == 72_450)
    #expect(plain.time == nil && plain.user == nil && plain.bodyMass == nil)
    let full = try WeightMeasurement(parsing: hex("0E 9A38 E607020E10293A 01 1901 EA06"))
    #expect(full.weight?.grams == 72_450)
    #expect(full.time == Self.time)
    #expect(full.user == 1)
    #expect(full.bodyMass?.indexTenths == 281)
    #expect(full.bodyMass?.heightSteps == 1770)
    expectWhole(hex("0E 9A38 E607020E10293A 01 1901 EA06")) {
      _ = try WeightMeasurement(parsing: $0)
    }
  }

  @Test("of weight in pounds is not rounded")
  func pounds() throws {
    let measurement = try WeightMeasurement(parsing: hex("01 F136"))
    #expect(measurement.weight == Mass(hundredthPounds: 14_065))
    #expect(measurement.weight?.grams == 63_798)
    #expect(measurement.reading.unit == .pound)
  }

  @Test("that failed has no weight, and an unknown user is none")
  func failed() throws {
    let measurement = try WeightMeasurement(parsing: hex("04 FFFF FF"))
    #expect(measurement.weight == nil)
    #expect(measurement.user == nil)
    #expect(measurement.reading.rawWeight == nil)
    #expect(!measurement.reading.isSettled)
  }

  @Test("of weight is written as the simulated scale sends it")
  func written() {
    #expect(
      WeightMeasurement.encoded(fiveGrams: 14_490, at: Self.time)
        == hex("02 9A38 E607020E10293A"))
    #expect(WeightMeasurement.encoded(fiveGrams: 14_490, at: nil) == hex("00 9A38"))
    #expect(
      WeightMeasurement.encoded(fiveGrams: 14_490, at: Self.time, user: 2)
        == hex("06 9A38 E607020E10293A 02"))
  }

  @Test("of the body is read with every field in the order of its flags")
  func body() throws {
    let bytes = hex(
      """
      FE1F F700 E607020E10293A 02 581B 9A01 4C1D 102C 2428 E01A 1912 9A38 EA06
      """)
    let measurement = try BodyCompositionMeasurement(parsing: bytes)
    #expect(measurement.bodyFatPermille == 247)
    #expect(measurement.time == Self.time)
    #expect(measurement.user == 2)
    #expect(measurement.basalMetabolismKilojoules == 7000)
    #expect(measurement.musclePermille == 410)
    #expect(measurement.muscleMass?.grams == 37_500)
    #expect(measurement.fatFreeMass?.grams == 56_400)
    #expect(measurement.softLeanMass?.grams == 51_380)
    #expect(measurement.waterMass?.grams == 34_400)
    #expect(measurement.impedanceDeciohms == 4633)
    #expect(measurement.weight?.grams == 72_450)
    #expect(measurement.heightSteps == 1770)
    #expect(measurement.isContinued)
    #expect(measurement.reading.impedanceDeciohms == 4633)
    expectWhole(bytes) { _ = try BodyCompositionMeasurement(parsing: $0) }
  }

  @Test("of the body that failed has no fat")
  func bodyFailed() throws {
    let measurement = try BodyCompositionMeasurement(parsing: hex("0000 FFFF"))
    #expect(measurement.bodyFatPermille == nil)
    #expect(measurement.weight == nil)
    #expect(!measurement.isContinued)
  }

  @Test("of the body is written so that it reads the same")
  func bodyWritten() throws {
    let bytes = BodyCompositionMeasurement.encoded(
      bodyFatPermille: 182, musclePermille: 450, impedanceDeciohms: 5030, fiveGrams: 14_490,
      at: Self.time)
    #expect(bytes == hex("1206 B600 E607020E10293A C201 A613 9A38"))
    let measurement = try BodyCompositionMeasurement(parsing: bytes)
    #expect(measurement.musclePermille == 450)
    #expect(measurement.impedanceDeciohms == 5030)
    let named = BodyCompositionMeasurement.encoded(
      bodyFatPermille: 182, musclePermille: 450, impedanceDeciohms: 5030, fiveGrams: 14_490,
      at: Self.time, user: 2)
    #expect(named == hex("1606 B600 E607020E10293A 02 C201 A613 9A38"))
  }

  @Test("counts in units that hold kilograms and pounds without rounding")
  func mass() {
    #expect(Mass(fiveGrams: 1).tenthMicrograms == 50_000_000)
    #expect(Mass(hundredthPounds: 100).tenthMicrograms == 4_535_923_700)
    #expect(Mass(grams: 5) == Mass(fiveGrams: 1))
    #expect(Mass.zero < Mass(fiveGrams: 1))
  }
}

@Suite("An accessory's clock")
struct ClockTests {
  @Test("is written with its weekday, and with the offset that Huami bands want")
  func huami() throws {
    // Gadgetbridge's test: 2022-12-15T20:38:53 in Paris, a Thursday.
    let time = CurrentTime(
      time: CalendarTime(year: 2022, month: 12, day: 15, hour: 20, minute: 38, second: 53),
      weekday: 4, offsetQuarters: 4)
    #expect(time.encoded() == hex("E6070C0F142635 04 00 00 04"))
    #expect(try CurrentTime(parsing: time.encoded()) == time)
    expectWhole(time.encoded(), mayEndAt: [10]) { _ = try CurrentTime(parsing: $0) }
  }

  @Test(
    "counts from 1970",
    arguments: [
      (1970, 1, 1, 0), (1972, 2, 29, 68_169_600), (2000, 2, 29, 951_782_400),
      (2022, 2, 14, 1_644_796_800), (2100, 3, 1, 4_107_542_400), (1, 1, 1, -62_135_596_800),
    ] as [(UInt16, UInt8, UInt8, Int64)])
  func seconds(year: UInt16, month: UInt8, day: UInt8, seconds: Int64) {
    let time = CalendarTime(year: year, month: month, day: day, hour: 1, minute: 2, second: 3)
    #expect(time.secondsSince1970 == seconds + 3_723)
    #expect(CalendarTime(secondsSince1970: seconds + 3_723) == time)
  }

  @Test(
    "is no time when a field is no part of one",
    arguments: [
      (0, 1, 1, 0), (2022, 0, 1, 0), (2022, 13, 1, 0), (2022, 2, 29, 0), (2100, 2, 29, 0),
      (2022, 4, 31, 0), (2022, 1, 0, 0), (2022, 1, 1, 24),
    ] as [(UInt16, UInt8, UInt8, UInt8)])
  func noTime(year: UInt16, month: UInt8, day: UInt8, hour: UInt8) {
    let time = CalendarTime(year: year, month: month, day: day, hour: hour, minute: 0, second: 0)
    #expect(time.secondsSince1970 == nil)
  }
}

@Suite("A plain value")
struct PlainValueTests {
  @Test("of a battery is a percentage")
  func battery() throws {
    #expect(try BatteryLevel(parsing: [87]).percent == 87)
    expectWhole([100]) { _ = try BatteryLevel(parsing: $0) }
    #expect(throws: WireError.self) { try BatteryLevel(parsing: [101]) }
    let huami = try BatteryLevel(parsingHuami: hex("0F 57 01 E607"))
    #expect(huami.percent == 87 && huami.isCharging == true)
    #expect(throws: WireError.self) { try BatteryLevel(parsingHuami: hex("0F 57")) }
  }

  @Test("of steps has two layouts")
  func steps() throws {
    let live = hex("0C 8D23 0000 00000000 00000000")
    #expect(try StepsReading(parsingHuami: live).steps == 9101)
    #expect(StepsReading.encodedHuami(steps: 9101) == live)
    expectWhole(live) { _ = try StepsReading(parsingHuami: $0) }
    #expect(try StepsReading(parsingAdvertised: hex("8D230000")).steps == 9101)
    expectWhole(hex("8D230000")) { _ = try StepsReading(parsingAdvertised: $0) }
  }

  @Test("of text ends at its first NUL, and is text")
  func text() throws {
    #expect(try GATTText(parsing: Array("Lumen\u{0}junk".utf8)).text == "Lumen")
    #expect(try GATTText(parsing: []).text == "")
    #expect(try GATTText(parsing: Array("Ålesund".utf8)).text == "Ålesund")
    for bad in [hex("41FF"), hex("410A"), hex("1B5B"), [UInt8](repeating: 65, count: 513)] {
      #expect(throws: WireError.self) { try GATTText(parsing: bad) }
    }
  }

  @Test("of a product's identity has its maker and number")
  func identity() throws {
    let identity = try PnPIdentity(parsing: hex("01 5701 3412 1302"))
    #expect(identity.source == 1)
    #expect(identity.vendor == 0x0157)
    #expect(identity.product == 0x1234)
    #expect(identity.version == 0x0213)
    expectWhole(hex("01 5701 3412 1302")) { _ = try PnPIdentity(parsing: $0) }
  }

  @Test("of a scale's user list is asked and answered")
  func users() throws {
    #expect(UserRequest.register(consent: 1234).encoded() == hex("01 D204"))
    #expect(UserRequest.consent(user: 2, code: 1234).encoded() == hex("02 02 D204"))
    #expect(UserRequest.deleteOwnValues.encoded() == hex("03"))
    #expect(UserRequest.listUsers.encoded() == hex("04"))
    #expect(UserRequest.deleteUser(2).encoded() == hex("05 02"))
    for text in ["01 D204", "02 02 D204", "03", "04", "05 02"] {
      #expect(try UserRequest(parsing: hex(text)).encoded() == hex(text))
      expectWhole(hex(text)) { _ = try UserRequest(parsing: $0) }
    }
    #expect(throws: WireError.self) { try UserRequest(parsing: hex("06")) }
    #expect(UserResponse(to: 1, .success, parameter: [2]).encoded() == hex("20 01 01 02"))
    let response = try UserResponse(parsing: hex("20 01 01 02"))
    #expect(response.request == 1)
    #expect(response.result == .success)
    #expect(response.parameter == [2])
    expectWhole(hex("20 01 01 02"), mayEndAt: [3], isOpenEnded: true) {
      _ = try UserResponse(parsing: $0)
    }
    #expect(throws: WireError.self) { try UserResponse(parsing: hex("21 01 01")) }
    let results: [(UInt8, UserResponse.Result)] = [
      (1, .success), (2, .notSupported), (3, .invalidParameter), (4, .failed),
      (5, .notAuthorised),
    ]
    for (number, result) in results { #expect(result.rawValue == number) }
  }
}
