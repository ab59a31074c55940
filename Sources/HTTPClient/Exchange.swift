import HTTP
import Kernel

/// One request and its response on a wire.
struct Exchange {
  private let wire: Wire
  private let request: ClientRequest
  private let client: HTTPClient
  /// False when the server answered before it had read the body: the connection holds half a request then.
  private(set) var isSent = false

  init(wire: Wire, request: ClientRequest, client: HTTPClient) {
    self.wire = wire
    self.request = request
    self.client = client
  }

  private var origin: Origin { client.origin }
  /// How much of a file is in memory at once.
  private static let pieceBytes: Int64 = 256 << 10

  /// Sends the request and reads the head of the final response.
  mutating func head(sent: (Int64) -> Void) throws(HTTPClientError) -> ResponseHead {
    do throws(HTTPClientError) {
      try wire.send(requestHead)
      try sendBody(sent)
      isSent = true
    } catch {
      // A server that refuses a body answers and closes while it is still being sent: the answer says why.
      guard case .cutShort = error, let head = try? readHead() else { throw error }
      return head
    }
    return try readHead()
  }

  private func readHead() throws(HTTPClientError) -> ResponseHead {
    while true {
      let unread = wire.unread
      switch ResponseHead.parse(unread.span.bytes, answering: request.method) {
      case .malformed: throw .malformed(origin)
      case .incomplete:
        guard try wire.fill() else { throw .cutShort(origin) }
      case .head(let head):
        wire.consume(head.byteCount)
        // 100 Continue and its like come before the answer.
        if head.status.rawValue >= 200 { return head }
      }
    }
  }

  /// - Returns: whether the body was read to its end.
  func body(
    of head: ResponseHead, take: ([UInt8]) throws(HTTPClientError) -> Bool
  ) throws(HTTPClientError) -> Bool {
    switch head.body {
    case .none: return true
    case .length(let length): return try bodyOf(length, take)
    case .chunked: return try chunks(take)
    case .untilClose:
      repeat {
        let piece = wire.unread
        wire.consume(piece.count)
        if !piece.isEmpty, try !take(piece) { return false }
      } while try wire.fill()
      return true
    }
  }

  private func bodyOf(
    _ length: Int64, _ take: ([UInt8]) throws(HTTPClientError) -> Bool
  ) throws(HTTPClientError) -> Bool {
    var remaining = length
    while remaining > 0 {
      if wire.unread.isEmpty, try !wire.fill() { throw .cutShort(origin) }
      let piece = Array(wire.unread.prefix(Int(clamping: remaining)))
      wire.consume(piece.count)
      remaining -= Int64(piece.count)
      if try !take(piece) { return false }
    }
    return true
  }

  private func chunks(
    _ take: ([UInt8]) throws(HTTPClientError) -> Bool
  ) throws(HTTPClientError) -> Bool {
    var decoder = ChunkedDecoder()
    while true {
      if wire.unread.isEmpty, try !wire.fill() { throw .cutShort(origin) }
      var piece: [UInt8] = []
      let unread = wire.unread
      let step = decoder.decode(unread.span.bytes, into: &piece, limit: .max)
      switch step {
      case .more: wire.consume(unread.count)
      case .finished(let consumed): wire.consume(consumed)
      case .refused: throw .malformed(origin)
      }
      if !piece.isEmpty, try !take(piece) { return false }
      if case .finished = step { return true }
    }
  }

  private var requestHead: [UInt8] {
    var text = "\(request.method) \(request.target) HTTP/1.1\r\n"
    func add(_ name: String, _ value: String) {
      precondition(
        !(name + value).utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 },
        "a header has no CR, LF or NUL: \(name)")
      text += "\(name): \(value)\r\n"
    }
    add("Host", origin.authority)
    add("User-Agent", client.settings.userAgent)
    if let token = client.token { add("Authorization", "Bearer \(token)") }
    for (name, value) in request.headers { add(name, value) }
    switch request.body {
    case .none:
      // A method that usually brings a body says that it has none.
      if request.method == .post || request.method == .put { add("Content-Length", "0") }
    case .bytes(let bytes, let type):
      add("Content-Type", type)
      add("Content-Length", String(bytes.count))
    case .file(_, let range, let type):
      add("Content-Type", type)
      add("Content-Length", String(range.count))
    }
    return Array((text + "\r\n").utf8)
  }

  private func sendBody(_ sent: (Int64) -> Void) throws(HTTPClientError) {
    switch request.body {
    case .none: break
    case .bytes(let bytes, _):
      try wire.send(bytes)
      sent(Int64(bytes.count))
    case .file(let path, let range, _):
      try sendFile(path, range, sent)
    }
  }

  private func sendFile(
    _ path: String, _ range: Range<Int64>, _ sent: (Int64) -> Void
  ) throws(HTTPClientError) {
    var at = range.lowerBound
    while at < range.upperBound {
      let piece = try read(path, at..<min(at + Exchange.pieceBytes, range.upperBound))
      try wire.send(piece)
      at += Int64(piece.count)
      sent(at - range.lowerBound)
    }
  }

  private func read(_ path: String, _ range: Range<Int64>) throws(HTTPClientError) -> [UInt8] {
    var piece = [UInt8](repeating: 0, count: range.count)
    do throws(KernelError) {
      let count = try piece.withUnsafeMutableBufferPointer { (buffer) throws(KernelError) in
        try Descriptor.file(reading: path)
          .read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
      }
      // The server waits for as many bytes as were promised.
      guard count == range.count else {
        throw KernelError(call: "read", errno: .inputOutput, object: path)
      }
      return piece
    } catch {
      throw .file(error)
    }
  }
}
