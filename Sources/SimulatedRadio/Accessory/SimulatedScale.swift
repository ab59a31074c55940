import BluetoothHost
import BluetoothWire

/// A scale that is connected: it keeps weighings until somebody listens, and knows a few people by number.
final class SimulatedScale: ScaleModel {
  var table = AttributeTable()
  private let design: AccessoryDesign
  private let clock: AccessoryClock
  private var random: SeededRandom
  private let weight: AttributeHandle
  private let composition: AttributeHandle
  private let control: AttributeHandle
  private let time: AttributeHandle
  private var users = ScaleUsers()

  /// What nobody has confirmed to have, oldest first. A scale has little memory: the oldest is forgotten.
  private var untold: [SentValue] = []
  private static let memory = 60
  private var lastWeighing = Int64.min
  private var grams = 72_450

  init(_ design: AccessoryDesign, clock: AccessoryClock, random: SeededRandom) {
    self.design = design
    self.clock = clock
    self.random = random
    // A weighing scale. Assigned Numbers, section 2.6.3.
    table.addGenericServices(named: design.name, appearance: 0x0C80)
    let told = AttributeAccess(reading: .never, writing: .never, subscribing: .encryption)
    table.addService(AttributeUUID(.weightScale))
    // Times and users, 0.005 kg. Weight Scale Service 1.0, section 3.1.
    table.addCharacteristic(
      AttributeUUID(.weightScaleFeature), .read, .readable, value: [0x3B, 0, 0, 0])
    table.addCharacteristic(AttributeUUID(.weightMeasurement), .indicate, told)
    table.addService(AttributeUUID(.bodyComposition))
    table.addCharacteristic(
      AttributeUUID(.bodyCompositionFeature), .read, .readable, value: [0x13, 0x03, 0, 0])
    table.addCharacteristic(AttributeUUID(.bodyCompositionMeasurement), .indicate, told)
    table.addService(AttributeUUID(.userProfile))
    table.addCharacteristic(
      AttributeUUID(.userControlPoint), [.write, .indicate],
      AttributeAccess(reading: .never, writing: .encryption))
    table.addDeviceInformation(model: "TS-1", of: design)
    table.addBatteryAndTime(batteryPercent: design.batteryPercent)
    table.fillDatabaseHash()
    weight = table.handle(of: .weightMeasurement, in: .weightScale)
    composition = table.handle(of: .bodyCompositionMeasurement, in: .bodyComposition)
    control = table.handle(of: .userControlPoint, in: .userProfile)
    time = table.handle(of: .currentTime, in: .currentTimeService)
  }

  var advertisement: AdvertisingPayload? {
    AdvertisingPayload([
      AdvertisingElement(.flags, [0x06]),
      AdvertisingElement(
        .someServices16,
        AttributeUUID(.weightScale).littleEndian + AttributeUUID(.bodyComposition).littleEndian),
      AdvertisingElement(.completeName, Array(design.name.utf8)),
    ])
  }

  func refusal(of value: [UInt8], at handle: AttributeHandle) -> ATTErrorCode? {
    if handle == time { return clock.refusal(of: value) }
    // An answer that nobody would hear. Core Specification Supplement, Part B, 1.2.
    if handle == control, !table.isSubscribed(to: control) { return .clientConfigurationImproper }
    return nil
  }

  func answer(to value: [UInt8], at handle: AttributeHandle) -> [SentValue] {
    switch handle {
    case time: clock.set(value)
    case control: return [SentValue(control, users.answer(value).encoded())]
    case _ where table.isSubscribed(to: weight) && table.isSubscribed(to: composition):
      return untold
    default: break
    }
    return []
  }

  /// Somebody of about 72 kg steps on.
  func step() -> [SentValue] {
    grams = min(74_000, max(71_000, grams + random.number(in: -60...60) * 5))
    return weigh(
      Weighing(
        fiveGrams: UInt16(grams / 5), ohms: UInt16(random.number(in: 495...512)),
        bodyFatPermille: UInt16(random.number(in: 178...186)),
        musclePermille: UInt16(random.number(in: 433...442))))
  }

  func weigh(_ weighing: Weighing) -> [SentValue] {
    // Two weighings are never of one second: it takes longer to step off and on.
    lastWeighing = max(clock.now, lastWeighing &+ 1)
    let moment = CalendarTime(secondsSince1970: max(0, lastWeighing))
    let values = [
      SentValue(
        weight,
        WeightMeasurement.encoded(fiveGrams: weighing.fiveGrams, at: moment, user: weighing.user)),
      SentValue(
        composition,
        BodyCompositionMeasurement.encoded(
          bodyFatPermille: weighing.bodyFatPermille, musclePermille: weighing.musclePermille,
          impedanceDeciohms: weighing.ohms * 10, fiveGrams: weighing.fiveGrams, at: moment,
          user: weighing.user)),
    ]
    untold = (untold + values).suffix(SimulatedScale.memory)
    return table.isSubscribed(to: weight) && table.isSubscribed(to: composition) ? values : []
  }

  func wasConfirmed(_ value: SentValue) { untold.removeAll { $0 == value } }
}
