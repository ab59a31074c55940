// fuzz: EventStream imports HTTPClient

import HTTPClient

/// Server-sent events: the same whole and one byte at a time.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: data, count: count)
  var parser = EventParser(after: "1")
  let whole = parser.take(bytes)
  var piecewise = EventParser(after: "1")
  var events: [ServerEvent] = []
  for byte in bytes { events += piecewise.take(CollectionOfOne(byte)) }
  precondition(whole == events && parser.retry == piecewise.retry)
  precondition(whole.allSatisfy { !$0.kind.isEmpty && !$0.id.utf8.contains(0) })
  return 0
}
