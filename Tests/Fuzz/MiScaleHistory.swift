// fuzz: MiScaleHistory imports BluetoothWire

import BluetoothWire

/// What is written to and said by a Mi scale's history: read whole, and written back the same, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  if let request = try? MiScaleHistoryRequest(parsing: bytes) {
    precondition(request.encoded() == bytes)
  }
  if let answer = try? MiScaleHistoryCount(parsing: bytes) {
    precondition(bytes.starts(with: answer.encoded()))
  }
  return 0
}
