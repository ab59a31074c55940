// fuzz: AdvertisingPayload imports BluetoothWire

import BluetoothWire

/// An advertisement from anybody: always a list of structures, and perhaps a scale's or a band's reading.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let payload = AdvertisingPayload(parsing: bytes)
  let again = AdvertisingPayload(parsing: payload.encoded())
  precondition(again.elements == payload.elements && !again.isCutOff)
  precondition(payload.services.count <= bytes.count / 2)
  _ = payload.localName
  _ = payload.transmitPower
  _ = payload.manufacturerValues
  _ = BandAdvertisement(payload)
  if let value = payload.serviceValue(of: .weightScale) { read(value) }
  if let value = payload.serviceValue(of: .bodyComposition) { read(value) }
  if let value = payload.serviceValue(of: .xiaomi) { open(value) }
  read(bytes)
  open(bytes)
  return 0
}

private func read(_ value: [UInt8]) {
  let readings = [
    try? ScaleReading(parsingMiScale: value), try? ScaleReading(parsingMiBodyScale: value),
  ]
  for reading in readings.compactMap(\.self) {
    precondition(!reading.isSettled || reading.weight.map { $0 > .zero } == true)
    _ = reading.clock?.secondsSince1970
  }
}

private func open(_ value: [UInt8]) {
  guard let frame = try? MiBeaconFrame(parsing: value) else { return }
  switch frame.content {
  case .nothing, .weaklySealed: break
  case .plain(let objects): for object in objects { _ = try? MiBeaconWeighing(object) }
  case .sealed(let seal):
    precondition(seal.tag.count == 4 && !seal.ciphertext.isEmpty)
    precondition(seal.nonce(address: [1, 2, 3, 4, 5, 6]).count == 12)
  }
}
