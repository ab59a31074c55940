import BluetoothHost
import BluetoothWire

/// A scale that nobody connects to: while somebody stands on it, it tells everybody what it shows.
final class SimulatedBroadcastScale: ScaleModel {
  var table = AttributeTable()
  private let design: AccessoryDesign
  private var display: ScaleDisplay

  init(_ design: AccessoryDesign, showing display: ScaleDisplay) {
    self.design = design
    self.display = display
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

  /// Shows the next of a weighing's displays; when it is over, after a pause, somebody steps on anew.
  func step() -> [SentValue] {
    display.advance().map(weigh) ?? []
  }

  /// The display moves, stands still, adds the impedance, and stays for a while after the person has left.
  func weigh(_ weighing: Weighing) -> [SentValue] {
    let moment = CalendarTime(secondsSince1970: display.begin())
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
