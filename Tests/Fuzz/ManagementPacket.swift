// fuzz: ManagementPacket imports BluetoothWire

import BluetoothWire

/// A message from the kernel, whose events carry what strangers advertise: refused, or a value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  if let packet = try? ManagementPacket(parsing: bytes) {
    precondition(packet.encoded() == bytes)
    if case .found(let device) = try? ManagementEvent(parsing: packet) {
      precondition(device.payload.count <= packet.parameters.count - 14)
      _ = AdvertisingPayload(parsing: device.payload)
    }
  }
  if let bond = try? Bond(parsing: bytes) {
    precondition((try? Bond(parsing: bond.encoded())) == bond)
  }
  if let list = try? ControllerList(parsing: bytes) {
    precondition(bytes.count == 2 + 2 * list.controllers.count)
  }
  _ = try? ControllerFacts(parsing: bytes)
  return 0
}
