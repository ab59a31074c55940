import BluetoothHost
import BluetoothWire

/// A scale that nobody connects to: while somebody stands on it, it tells everybody what it shows.
final class SimulatedBroadcastScale: ScaleModel {
  var table = AttributeTable()
  private let design: AccessoryDesign
  private let world: @Sendable () -> Int64
  private var random: SeededRandom
  private var display = ScaleDisplay()
  private var lastWeighing = Int64.min

  init(
    _ design: AccessoryDesign, world: @escaping @Sendable () -> Int64, random: SeededRandom
  ) {
    self.design = design
    self.world = world
    self.random = random
  }

  var advertisement: AdvertisingPayload? {
    display.shown.map { shown in
      let service = AttributeUUID(.bodyComposition).littleEndian
      return AdvertisingPayload([
        AdvertisingElement(.flags, [0x06]), AdvertisingElement(.someServices16, service),
        AdvertisingElement(.serviceValue16, service + shown),
        AdvertisingElement(.shortName, Array(design.name.utf8.prefix(5))),
      ])
    }
  }

  func refusal(of value: [UInt8], at handle: AttributeHandle) -> ATTErrorCode? { nil }
  func answer(to value: [UInt8], at handle: AttributeHandle) -> [SentValue] { [] }

  /// Shows the next of a weighing's displays; when it is over, after a pause, somebody steps on anew.
  func step() -> [SentValue] {
    display.advance() ? [] : weigh(.ofSomebody(&random))
  }

  /// The display moves, stands still, adds the impedance, and stays for a while after the person has left.
  func weigh(_ weighing: Weighing) -> [SentValue] {
    lastWeighing = max(world(), lastWeighing &+ 1)
    let moment = CalendarTime(secondsSince1970: lastWeighing)
    func frame(
      _ fiveGrams: UInt16, ohms: UInt16? = nil, isStabilised: Bool = true, isRemoved: Bool = false
    ) -> [UInt8] {
      ScaleReading.encodedMiBodyScale(
        fiveGrams: fiveGrams, ohms: ohms, at: moment, isStabilised: isStabilised,
        isRemoved: isRemoved)
    }
    display.show([
      frame(weighing.fiveGrams / 2, isStabilised: false), frame(weighing.fiveGrams),
      frame(weighing.fiveGrams, ohms: weighing.ohms),
      frame(weighing.fiveGrams, ohms: weighing.ohms, isRemoved: true),
    ])
    return []
  }
}
