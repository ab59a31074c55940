// fuzz: MiBeacon imports BluetoothWire

import BluetoothWire

/// What stands in for a Xiaomi accessory may say anything: a frame is read whole or not at all, and so is each object in it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let objects = try? MiBeaconObject.list(parsing: bytes)
  precondition(objects.map { bytes.starts(with: $0.flatMap { $0.encoded() }) } ?? true)
  for object in objects ?? [] {
    guard let weighing = try? MiBeaconWeighing(object), let reading = weighing.reading else {
      continue
    }
    precondition(reading.heartRate.map { (51...176).contains($0) } ?? true)
    precondition((reading.impedanceDeciohms ?? 0) < 1 << 14)
  }
  guard let frame = try? MiBeaconFrame(parsing: bytes) else { return 0 }
  precondition(frame.address.map { $0.count == 6 } ?? true)
  if case .sealed(let seal) = frame.content {
    precondition(seal.tag.count == MiBeaconSeal.tagLength && !seal.ciphertext.isEmpty)
    precondition(seal.nonce(address: [1, 2, 3, 4, 5, 6]).count == 12)
    precondition(UInt8(truncatingIfNeeded: seal.counter) == frame.counter)
  }
  return 0
}
