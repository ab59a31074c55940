import BluetoothHost
import BluetoothWire

/// A band on the wrist of somebody who walks: a heart rate that wanders, steps that add up, a battery that empties.
final class SimulatedBand: AccessoryModel {
  var table = AttributeTable()
  private let design: AccessoryDesign
  private let clock: AccessoryClock
  private var random: SeededRandom
  private let heartRate: AttributeHandle
  private let steps: AttributeHandle
  private let battery: AttributeHandle
  private let time: AttributeHandle

  private var beats = 74
  private var count = 4_200
  private var stepsTaken = 0

  init(_ design: AccessoryDesign, clock: AccessoryClock, random: SeededRandom) {
    self.design = design
    self.clock = clock
    self.random = random
    // A watch worn on the wrist. Assigned Numbers, section 2.6.3.
    table.addGenericServices(named: design.name, appearance: 0x00C2)
    table.addService(AttributeUUID(.heartRate))
    table.addCharacteristic(
      AttributeUUID(.heartRateMeasurement), .notify,
      AttributeAccess(reading: .never, writing: .never, subscribing: .encryption))
    // On the wrist. Heart Rate Service 1.0, section 3.2.
    table.addCharacteristic(AttributeUUID(.bodySensorLocation), .read, .readable, value: [2])
    table.addService(AttributeUUID(.huami))
    table.addCharacteristic(
      .huami(.huamiSteps), [.read, .notify],
      AttributeAccess(reading: .encryption, writing: .never),
      value: StepsReading.encodedHuami(steps: UInt16(count)))
    table.addDeviceInformation(model: "LB-1", of: design)
    table.addBatteryAndTime(batteryPercent: design.batteryPercent)
    table.fillDatabaseHash()
    heartRate = table.handle(of: .heartRateMeasurement, in: .heartRate)
    steps = table.handle(of: .huamiSteps, in: .huami)
    battery = table.handle(of: .batteryLevel, in: .battery)
    time = table.handle(of: .currentTime, in: .currentTimeService)
  }

  var advertisement: AdvertisingPayload? {
    AdvertisingPayload([
      AdvertisingElement(.flags, [0x06]),
      AdvertisingElement(.someServices16, AttributeUUID(.heartRate).littleEndian),
      AdvertisingElement(.completeName, Array(design.name.utf8)),
    ])
  }

  func refusal(of value: [UInt8], at handle: AttributeHandle) -> ATTErrorCode? {
    handle == time ? clock.refusal(of: value) : nil
  }

  func answer(to value: [UInt8], at handle: AttributeHandle) -> [SentValue] {
    if handle == time { clock.set(value) }
    return []
  }

  /// One second or one minute, as the caller likes: a heart rate, and the steps so far; now and then the battery.
  func step() -> [SentValue] {
    stepsTaken += 1
    beats = min(165, max(52, beats + random.number(in: -4...4)))
    count = min(Int(UInt16.max), count + random.number(in: 0...3))
    let walked = StepsReading.encodedHuami(steps: UInt16(count))
    table.setValue(walked, at: steps)
    var values = [SentValue(heartRate, rate), SentValue(steps, walked)]
    if stepsTaken % 60 == 0, let level = table[battery]?.value.first, level > 1 {
      table.setValue([level - 1], at: battery)
      values.append(SentValue(battery, [level - 1]))
    }
    return values
  }

  /// All the forms that a band uses: without skin contact once in a while, with the times between beats every other time, and
  /// with the energy once in ten.
  private var rate: [UInt8] {
    if stepsTaken % 20 == 0 {
      return HeartRateReading.encoded(beatsPerMinute: 0, contact: .missing)
    }
    let interval = UInt16(60 * 1024 / beats)
    return HeartRateReading.encoded(
      beatsPerMinute: UInt16(beats),
      energyKilojoules: stepsTaken % 10 == 0 ? UInt16(min(65_535, stepsTaken / 10)) : nil,
      intervals1024: stepsTaken.isMultiple(of: 2) ? [interval, interval + 7] : [])
  }
}
