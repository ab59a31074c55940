// fuzz: HTTPResponse imports HTTP

import HTTP

/// The head of a response, as a client reads it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  for method in [Method.get, .head] {
    guard case .head(let head) = ResponseHead.parse(bytes.span.bytes, answering: method) else {
      continue
    }
    precondition(head.byteCount <= count && (100..<600).contains(head.status.rawValue))
    precondition(head.fields.allSatisfy { !$0.name.isEmpty && $0.name == $0.name.lowercased() })
    if head.body == .untilClose { precondition(!head.keepsAlive) }
  }
  return 0
}
