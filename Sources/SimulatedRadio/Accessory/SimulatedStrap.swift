import BluetoothHost
import BluetoothWire

/// A chest strap of a maker that nobody here has heard of: the standard's heart rate, a battery, and no clock.
final class SimulatedStrap: AccessoryModel {
  var table = AttributeTable()
  private let design: AccessoryDesign
  private var random: SeededRandom
  private let heartRate: AttributeHandle
  private var beats = 81

  init(_ design: AccessoryDesign, random: SeededRandom) {
    self.design = design
    self.random = random
    // A heart rate belt. Assigned Numbers, section 2.6.3.
    table.addGenericServices(named: design.name, appearance: 0x0341)
    table.addService(AttributeUUID(.heartRate))
    table.addCharacteristic(
      AttributeUUID(.heartRateMeasurement), .notify,
      AttributeAccess(reading: .never, writing: .never, subscribing: .encryption))
    // On the chest. Heart Rate Service 1.0, section 3.2.
    table.addCharacteristic(AttributeUUID(.bodySensorLocation), .read, .readable, value: [1])
    table.addService(AttributeUUID(.deviceInformation))
    table.addCharacteristic(
      AttributeUUID(.modelNumber), .read, .readable, value: Array("PS-7".utf8))
    table.addService(AttributeUUID(.battery))
    table.addCharacteristic(
      AttributeUUID(.batteryLevel), .read,
      AttributeAccess(reading: .encryption, writing: .never), value: [design.batteryPercent])
    table.fillDatabaseHash()
    heartRate = table.handle(of: .heartRateMeasurement, in: .heartRate)
  }

  var advertisement: AdvertisingPayload? {
    AdvertisingPayload([
      AdvertisingElement(.flags, [0x06]),
      AdvertisingElement(.someServices16, AttributeUUID(.heartRate).littleEndian),
      AdvertisingElement(.completeName, Array(design.name.utf8)),
    ])
  }

  /// A heart rate, without a word about skin contact: straps that cannot tell leave it out.
  func step() -> [SentValue] {
    beats = min(178, max(58, beats + random.number(in: -5...5)))
    return [
      SentValue(
        heartRate,
        HeartRateReading.encoded(beatsPerMinute: UInt16(beats), contact: .unknown))
    ]
  }
}
