// fuzz: Huami imports BluetoothWire

import BluetoothWire

/// What a Huami band, or who stands in for one, may say: read whole, and written back the same, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  if let request = try? HuamiHandshakeRequest(parsing: bytes), case .proof(let block) = request {
    precondition(block.count == HuamiHandshakeAnswer.blockLength)
  }
  if let answer = try? HuamiHandshakeAnswer(parsing: bytes) {
    precondition(answer.encoded().count == bytes.count)
  }
  if let request = try? HuamiFetchRequest(parsing: bytes) {
    precondition(request.encoded() == bytes)
  }
  if case .ready(_, let first)? = try? HuamiFetchAnswer(parsing: bytes) {
    _ = first.secondsSince1970
  }
  if let minutes = try? HuamiMinute.list(parsing: bytes) {
    precondition(minutes.count * HuamiMinute.byteCount == bytes.count)
  }
  return 0
}
