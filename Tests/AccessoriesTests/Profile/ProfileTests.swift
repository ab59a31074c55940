import BluetoothWire
import JSON
import Testing

@testable import Accessories

@Suite("A profile")
struct ProfileTests {
  private static let when = CalendarTime(
    year: 2026, month: 11, day: 25, hour: 7, minute: 30, second: 0)
  /// `date -u -d '2026-11-25 07:30:00' +%s`
  private static let seconds: Int64 = 1_795_591_800

  private func advertisement(_ elements: [(AdvertisingType, [UInt8])]) -> AdvertisingPayload {
    AdvertisingPayload(elements.map { AdvertisingElement($0.0, $0.1) })
  }

  @Test("is told by what is advertised")
  func recognised() {
    #expect(AccessoryProfile(advertisement([(.allServices16, [0x0D, 0x18])])) == .strap)
    #expect(
      AccessoryProfile(
        advertisement([(.allServices16, [0x0D, 0x18]), (.completeName, Array("Lumen Band".utf8))]))
        == .band)
    #expect(AccessoryProfile(advertisement([(.someServices16, [0x1D, 0x18])])) == .scale)
    #expect(AccessoryProfile(advertisement([(.allServices16, [0x1B, 0x18])])) == .scale)
    #expect(AccessoryProfile(advertisement([(.completeName, Array("Speaker".utf8))])) == nil)
    #expect(AccessoryProfile(advertisement([])) == nil)
    // The scale of theengs/decoder's vector lists the standard's service as well.
    let mi: [UInt8] = [0x22, 0x3E, 0x30, 0xE6, 0x07, 0x02, 0x0E, 0x10, 0x29, 0x3A]
    #expect(
      AccessoryProfile(
        advertisement([(.allServices16, [0x1D, 0x18]), (.serviceValue16, [0x1D, 0x18] + mi)]))
        == .broadcastScale)
    #expect(
      AccessoryProfile(
        advertisement([(.allServices16, [0x1B, 0x18]), (.completeName, Array("MIBFS".utf8))]))
        == .broadcastScale)
  }

  @Test("reads a heart rate, and none without skin")
  func heartRate() throws {
    let read = { (bytes: [UInt8]) in
      try AccessoryProfile.band.readings(of: AccessoryProfile.heartRate, bytes, user: nil)
    }
    #expect(try read([0x06, 72]) == [Reading(.heartRate, 72)].compactMap(\.self))
    #expect(try read([0x04, 72]).isEmpty)
    #expect(try read([0x06, 0]).isEmpty)
    #expect(throws: WireError.self) { try read([0x01, 72]) }
  }

  @Test("reads steps and battery")
  func band() throws {
    let steps = StepsReading.encodedHuami(steps: 9_101)
    #expect(
      try AccessoryProfile.band.readings(of: AccessoryProfile.steps, steps, user: nil)
        == [Reading(.steps, 9_101)].compactMap(\.self))
    #expect(
      try AccessoryProfile.band.readings(of: AccessoryProfile.battery, [87], user: nil)
        == [Reading(.battery, 87)].compactMap(\.self))
    #expect(throws: WireError.self) {
      try AccessoryProfile.band.readings(of: AccessoryProfile.battery, [101], user: nil)
    }
  }

  @Test("reads a weight with the scale's clock, for its owner only")
  func weight() throws {
    // Constructed from the Weight Scale Service: metric, time, user 1; 72.45 kg.
    let bytes: [UInt8] =
      [0x06, 0x9A, 0x38] + Self.when.encoded() + [0x01]
    let read = { (user: UInt8?) in
      try AccessoryProfile.scale.readings(of: AccessoryProfile.weight, bytes, user: user)
    }
    let weighed = [Reading(.weight, 72_450, clock: Self.seconds)].compactMap(\.self)
    // Without a number of its own the owner may be anybody.
    #expect(try read(nil) == weighed)
    let consented = Attribution(person: .owner, basis: .consent)
    #expect(try read(1) == weighed.map { $0.attributed(consented) })
    #expect(try read(2).isEmpty)
    // The band's profile knows no scale.
    #expect(
      try AccessoryProfile.band.readings(of: AccessoryProfile.weight, bytes, user: nil).isEmpty)
  }

  @Test("reads body composition with the weight of the same weighing")
  func composition() throws {
    let bytes = BodyCompositionMeasurement.encoded(
      bodyFatPermille: 215, musclePermille: 412, impedanceDeciohms: 4_850, fiveGrams: 14_490,
      at: Self.when)
    let readings = try AccessoryProfile.scale.readings(
      of: AccessoryProfile.bodyComposition, bytes, user: nil)
    #expect(
      Set(readings)
        == Set(
          [
            Reading(.weight, 72_450, clock: Self.seconds),
            Reading(.bodyFat, 215, clock: Self.seconds),
            Reading(.muscle, 412, clock: Self.seconds),
            Reading(.impedance, 4_850, clock: Self.seconds),
          ].compactMap(\.self)))
  }

  @Test(
    "reads what a Mi scale advertises only while the weight stands still and the person stands on it"
  )
  func broadcast() {
    let read = { (ohms: UInt16?, isStabilised: Bool, isRemoved: Bool) in
      let value = ScaleReading.encodedMiBodyScale(
        fiveGrams: 14_460, ohms: ohms, at: Self.when, isStabilised: isStabilised,
        isRemoved: isRemoved)
      let payload = self.advertisement([(.serviceValue16, [0x1B, 0x18] + value)])
      return MiScale.reading(in: payload)?.readings ?? []
    }
    #expect(read(nil, false, false).isEmpty)
    #expect(read(nil, true, true).isEmpty)
    #expect(
      read(nil, true, false) == [Reading(.weight, 72_300, clock: Self.seconds)].compactMap(\.self))
    #expect(read(485, true, false).map(\.kind) == [.weight, .impedance])
  }

  @Test("sets the clock to UTC on each connection")
  func clock() throws {
    let now = Timestamp(milliseconds: Self.seconds * 1_000 + 500)
    let plan = AccessoryProfile.band.plan(at: now, user: nil)
    let write = try #require(plan.writes.first { $0.target == AccessoryProfile.currentTime })
    // 2026-11-25 is a Wednesday, 3; half a second is 128/256; set by a reference.
    #expect(write.value == Self.when.encoded() + [3, 128, 2])
  }

  @Test("makes a user on the scale first, and speaks for it from then on")
  func scaleUser() {
    var user = ScaleUser(consentCode: 0x1234)
    let now = Timestamp(milliseconds: 0)
    let value = { (user: ScaleUser) in
      AccessoryProfile.scale.plan(at: now, user: user).writes
        .first { $0.target == AccessoryProfile.userControl }?.value
    }
    #expect(value(user) == [0x01, 0x34, 0x12])
    user.index = 3
    #expect(value(user) == [0x02, 0x03, 0x34, 0x12])
  }

  @Test("knows its product by the model number, and calls others by their kind")
  func products() {
    func product(_ profile: AccessoryProfile, _ model: String?) -> String {
      var facts = AccessoryFacts()
      facts.model = model
      return ProductModels.model(of: profile, facts: facts).product
    }
    #expect(product(.band, "Lumen Band 2") == "lumen-band")
    #expect(product(.band, "LB-1") == "lumen-band")
    #expect(product(.scale, "terra-scale") == "terra-scale")
    #expect(product(.scale, "Lumen Band") == "other-scale")
    #expect(product(.band, nil) == "other-band")
    #expect(product(.strap, "Lumen Band") == "heart-rate-strap")
    #expect(product(.broadcastScale, AccessoryFacts.miBodyScale) == "mi-body-scale")
  }

  @Test("shows no name that moves or hides what stands beside it")
  func names() {
    #expect(AccessoryFacts.fit("  Lumen\u{202E}\u{0007} Band \n") == "Lumen Band")
    #expect(AccessoryFacts.fit("\u{200B}\n") == nil)
    #expect(AccessoryFacts.fit(String(repeating: "é", count: 100))?.utf8.count == 64)
  }

  @Test("keeps what it knew when an accessory says something malformed")
  func malformed() {
    var facts = AccessoryFacts()
    let firmware = GATTPlan.Characteristic(
      service: .deviceInformation, characteristic: .firmwareRevision)
    facts.take(firmware, Array("1.2.0".utf8))
    facts.take(firmware, [0xFF, 0xFE])
    #expect(facts.firmware == "1.2.0")
    facts.take(AccessoryProfile.battery, [80])
    facts.take(AccessoryProfile.battery, [200])
    facts.take(AccessoryProfile.battery, [])
    #expect(facts.batteryPercent == 80)
  }
}
