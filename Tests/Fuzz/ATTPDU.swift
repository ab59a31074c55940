// fuzz: ATTPDU imports BluetoothWire

import BluetoothWire

/// A packet from a peer: refused, or a PDU that is written again as it came.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  if let pdu = try? ATTPDU(parsing: bytes) {
    precondition(pdu.opcode.rawValue == bytes[0])
    switch pdu {
    case .readMultipleVariableResponse(let values):
      // The last value may have been cut off, so its length is written anew.
      precondition((try? ATTPDU(parsing: pdu.encoded())) == pdu && !values.isEmpty)
    default:
      precondition(pdu.encoded() == bytes)
    }
  }
  readValues(bytes)
  return 0
}

/// The same bytes as each of the values that a characteristic may hold.
private func readValues(_ bytes: [UInt8]) {
  if let value = try? CharacteristicDeclaration(parsing: bytes) {
    precondition(value.encoded() == bytes || value.uuid.short != nil)
  }
  if let value = try? IncludeDeclaration(parsing: bytes) { precondition(value.encoded() == bytes) }
  if let value = try? CurrentTime(parsing: bytes) { precondition(value.encoded() == bytes) }
  if let value = try? HeartRateReading(parsing: bytes) {
    precondition(value.intervals1024.count <= bytes.count / 2)
  }
  if let value = try? WeightMeasurement(parsing: bytes) { _ = value.reading.isSettled }
  if let value = try? BodyCompositionMeasurement(parsing: bytes) { _ = value.reading.isSettled }
  if let value = try? BatteryLevel(parsing: bytes) { precondition(value.percent <= 100) }
  if let value = try? GATTText(parsing: bytes) {
    precondition(value.text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }
  _ = try? UserResponse(parsing: bytes)
  _ = try? ServiceChange(parsing: bytes)
  _ = try? StepsReading(parsingHuami: bytes)
  _ = try? PnPIdentity(parsing: bytes)
}
