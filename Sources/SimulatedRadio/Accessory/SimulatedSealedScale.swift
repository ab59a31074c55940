import BluetoothHost
import BluetoothWire
import Cryptography

/// An S400: nobody connects to it, and what it tells everybody only its bind key opens.
final class SimulatedSealedScale: ScaleModel {
  var table = AttributeTable()
  private let design: AccessoryDesign
  private var display: ScaleDisplay
  private var counter: UInt32 = 0

  init(_ design: AccessoryDesign, showing display: ScaleDisplay) {
    self.design = design
    self.display = display
  }

  var advertisement: AdvertisingPayload? {
    display.shown.map { shown in
      AdvertisingPayload([
        AdvertisingElement(.flags, [0x06]),
        AdvertisingElement(.serviceValue16, AttributeUUID(.xiaomi).littleEndian + shown),
      ])
    }
  }

  func step() -> [SentValue] {
    display.advance().map(weigh) ?? []
  }

  /// The weight with one impedance, the other impedance alone, and that the person has left.
  func weigh(_ weighing: Weighing) -> [SentValue] {
    let time = UInt32(truncatingIfNeeded: display.begin())
    let user = weighing.user ?? 1
    display.show(
      [
        MiBeaconWeighing.s400(
          user: user, hectograms: weighing.fiveGrams / 20, beatsPerMinute: 72,
          deciohms: weighing.ohms * 10, at: time),
        MiBeaconWeighing.s400(user: user, deciohms: weighing.ohms * 10 - 400, at: time),
        MiBeaconWeighing.s400(user: user, at: time),
      ].map(sealed))
    return []
  }

  private func sealed(_ object: MiBeaconObject) -> [UInt8] {
    counter += 1
    return MiBeaconFrame.encodedSealed(
      [object], of: .scaleS400, counter: counter, address: design.address.bytes
    ) { plain, nonce in
      AES128.ccmSeal(
        plain, key: AccessoryDesign.bindKey, nonce: nonce,
        associatedData: MiBeaconSeal.associatedBytes, tagLength: MiBeaconSeal.tagLength)
    }
  }
}
