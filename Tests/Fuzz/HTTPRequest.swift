// fuzz: HTTPRequest imports HTTP

import HTTP

/// A connection's bytes: the same requests whole and one byte at a time, then a body in chunks.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let limits = RequestLimits(startLineBytes: 256, headerBytes: 512, headerCount: 16)
  var parser = RequestParser(limits: limits)
  let request = Request()

  var progress = RequestParser.Progress()
  let whole = parser.parse(bytes.span.bytes, &progress)
  if case .head(let head) = whole {
    precondition(head.byteCount <= limits.headBytes && head.byteCount <= count)
    request.take(
      head, from: parser, bytes: bytes.span.bytes, source: "", id: 0, isSecure: false)
    let path = request.path
    precondition(path == "*" || path.utf8.first == UInt8(ascii: "/"))
    precondition(!path.utf8.contains(0) && !path.split(separator: "/").contains(".."))
    _ = request.queryNames
    _ = request.header("cookie")
    decodeChunks(Array(bytes[head.byteCount...]))
  }

  progress = RequestParser.Progress()
  for end in 1...max(1, min(count, limits.headBytes)) where end <= count {
    let arrived = Array(bytes[..<end])
    let step = parser.parse(arrived.span.bytes, &progress)
    if case .incomplete = step { continue }
    if case .head = whole { precondition(step == whole) }
    break
  }
  return 0
}

/// The same body whole and one byte at a time.
private func decodeChunks(_ bytes: [UInt8]) {
  var (whole, piecewise): ([UInt8], [UInt8]) = ([], [])
  var decoder = ChunkedDecoder()
  let step = decoder.decode(bytes.span.bytes, into: &whole, limit: 1_024)
  precondition(whole.count <= 1_024)
  decoder = ChunkedDecoder()
  for (index, byte) in bytes.enumerated() {
    let piece = [byte]
    switch decoder.decode(piece.span.bytes, into: &piecewise, limit: 1_024) {
    case .more: continue
    case .finished:
      precondition(step == .finished(consumed: index + 1) && whole == piecewise)
      return
    case .refused(let refusal):
      precondition(step == .refused(refusal))
      return
    }
  }
  precondition(step == .more && whole == piecewise)
}
