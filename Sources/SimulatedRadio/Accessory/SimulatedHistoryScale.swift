import BluetoothHost
import BluetoothWire

/// A Mi Body Composition Scale that may be connected to: it keeps weighings until somebody acknowledges to have them.
final class SimulatedHistoryScale: ScaleModel {
  var table = AttributeTable()
  private let design: AccessoryDesign
  private let clock: AccessoryClock
  private var random: SeededRandom
  private let history: AttributeHandle
  private let time: AttributeHandle

  private var records: [[UInt8]] = []
  /// How many of the records each user has acknowledged.
  private var places: [UInt16: Int] = [:]
  /// Whose weighings are being asked for; nil before it was told to listen.
  private var reader: UInt16?
  private var lastWeighing = Int64.min

  init(_ design: AccessoryDesign, clock: AccessoryClock, random: SeededRandom) {
    self.design = design
    self.clock = clock
    self.random = random
    table.addGenericServices(named: design.name, appearance: 0x0C80)
    table.addService(AttributeUUID(.bodyComposition))
    table.addCharacteristic(
      AttributeUUID(.bodyCompositionMeasurement), .notify,
      AttributeAccess(reading: .never, writing: .never, subscribing: .encryption))
    table.addCharacteristic(
      AttributeUUID(.miScaleHistory, in: .bodyComposition), [.write, .notify],
      AttributeAccess(reading: .never, writing: .encryption, subscribing: .encryption))
    table.addCharacteristic(
      AttributeUUID(.currentTime), [.read, .write],
      AttributeAccess(reading: .encryption, writing: .encryption),
      value: CurrentTime(time: CalendarTime(secondsSince1970: 0), weekday: 4).encoded())
    table.fillDatabaseHash()
    history = table.handle(of: .miScaleHistory, in: .bodyComposition)
    time = table.handle(of: .currentTime, in: .bodyComposition)
  }

  /// Its own layout under the standard's number, as the real ones do.
  var advertisement: AdvertisingPayload? {
    AdvertisingPayload([
      AdvertisingElement(.flags, [0x06]),
      AdvertisingElement(.someServices16, AttributeUUID(.bodyComposition).littleEndian),
      AdvertisingElement(.completeName, Array(design.name.utf8)),
    ])
  }

  func refusal(of value: [UInt8], at handle: AttributeHandle) -> ATTErrorCode? {
    handle == time ? clock.refusal(of: value) : nil
  }

  func answer(to value: [UInt8], at handle: AttributeHandle) -> [SentValue] {
    switch handle {
    case time: clock.set(value)
    case history: return answer(to: value).map { SentValue(history, $0) }
    default: break
    }
    return []
  }

  private func answer(to value: [UInt8]) -> [[UInt8]] {
    // What it does not understand it does not answer.
    guard let request = try? MiScaleHistoryRequest(parsing: value) else { return [] }
    switch request {
    case .begin, .stop:
      return []
    case .unread(let user):
      reader = user
      return [MiScaleHistoryCount(count: UInt16(unread.count)).encoded()]
    case .send:
      // Two to a notification, where they fit.
      let pairs = stride(from: 0, to: unread.count, by: 2).map {
        unread[$0..<min($0 + 2, unread.count)].flatMap(\.self)
      }
      return pairs + [MiScaleHistoryCount.end]
    case .acknowledge(let user):
      places[user] = records.count
      return []
    }
  }

  private var unread: [[UInt8]] {
    reader.map { Array(records.dropFirst(places[$0] ?? 0)) } ?? []
  }

  func step() -> [SentValue] { weigh(.ofSomebody(&random)) }

  /// It is kept, whether anybody is connected or not.
  func weigh(_ weighing: Weighing) -> [SentValue] {
    lastWeighing = max(max(0, clock.now), lastWeighing &+ 1)
    records.append(
      ScaleReading.encodedMiBodyScale(
        fiveGrams: weighing.fiveGrams, ohms: weighing.ohms,
        at: CalendarTime(secondsSince1970: lastWeighing), isStabilised: true, isRemoved: false))
    return []
  }
}
