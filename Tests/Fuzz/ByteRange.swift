// fuzz: ByteRange imports HTTP

import HTTP

/// A Range field: whatever it asks for is within the file, in pieces that do not touch.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard let first = count > 0 ? data[0] : nil else { return 0 }
  let length: Int64 = first == 0xFF ? .max : Int64(first) * 97
  let field = UnsafeRawBufferPointer(start: data + 1, count: count - 1)
  guard case .parts(let parts) = RangeRequest(field, length: length) else { return 0 }
  precondition((1...RangeRequest.mostParts).contains(parts.count))
  let sorted = parts.sorted { $0.lowerBound < $1.lowerBound }
  precondition(sorted.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= length })
  precondition(zip(sorted, sorted.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
  return 0
}
