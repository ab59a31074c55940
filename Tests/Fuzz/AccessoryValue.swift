// fuzz: AccessoryValue imports Accessories AccountSession BluetoothWire

import Accessories
import AccountSession
import BluetoothWire

/// What anybody within reach may say: an advertisement, and every value that a profile reads; and the small bodies of links. Nothing
/// traps, and what is taken for a measurement is one that a body or a battery can show.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))

  let payload = AdvertisingPayload(parsing: bytes)
  _ = AccessoryProfile(payload)
  check(AccessoryFacts(payload))

  let user = bytes.first
  for profile in AccessoryProfile.allCases {
    for source in sources {
      let readings = try? profile.readings(of: source, bytes, user: user)
      for reading in readings ?? [] {
        precondition(reading.kind.plausible.contains(reading.value))
      }
    }
  }
  var facts = AccessoryFacts()
  for source in sources { facts.take(source, bytes) }
  check(facts)

  _ = try? LinkWish.parse(bytes)
  if case .passkey(let digits)? = try? PairingAnswer.parse(bytes) {
    precondition(digits <= 999_999)
  }
  let text = String(decoding: bytes, as: UTF8.self)
  if let id = MeasurementID(text) { precondition(id.text == text) }
  if let cursor = MeasurementCursor(text) { precondition(cursor.text == text) }
  return 0
}

/// Whatever is shown to an owner fits into the registry and controls nothing.
private func check(_ facts: AccessoryFacts) {
  for text in [facts.name, facts.model, facts.hardware, facts.firmware].compactMap(\.self) {
    precondition((1...64).contains(text.utf8.count))
    precondition(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }
  if let percent = facts.batteryPercent { precondition((0...100).contains(percent)) }
}

private let sources: [GATTPlan.Characteristic] = [
  .init(service: .heartRate, characteristic: .heartRateMeasurement),
  .init(service: .huami, characteristic: .huamiSteps),
  .init(service: .battery, characteristic: .batteryLevel),
  .init(service: .weightScale, characteristic: .weightMeasurement),
  .init(service: .bodyComposition, characteristic: .bodyCompositionMeasurement),
  .init(service: .deviceInformation, characteristic: .modelNumber),
  .init(service: .deviceInformation, characteristic: .hardwareRevision),
  .init(service: .deviceInformation, characteristic: .firmwareRevision),
]
