import HTTP

/// How server-sent events are written (WHATWG HTML, "Server-sent events"), one chunk each.
enum EventStream {
  static let headers: [(name: StaticString, value: String)] = [
    ("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"),
    // A buffering proxy would hold events back.
    ("X-Accel-Buffering", "no"),
  ]

  /// Milliseconds after which a client whose connection broke comes again.
  static let retry = 2_000

  /// The same for those that are sent away together, so that they do not come back together.
  static func spreadRetry(_ key: ConnectionKey) -> Int { 1_000 + Int(key.registration % 4_000) }

  static func append(_ event: StreamEvent, isChunked: Bool, to bytes: inout [UInt8]) {
    var text: [UInt8] = []
    text.reserveCapacity(event.data.count + event.kind.utf8.count + 40)
    text += "id: \(event.id)\nevent: ".utf8
    appendLine(event.kind.utf8, to: &text)
    text += "data: ".utf8
    appendLine(event.data, to: &text)
    text.append(0x0A)
    append(text, isChunked, to: &bytes)
  }

  static func appendRetry(milliseconds: Int, isChunked: Bool, to bytes: inout [UInt8]) {
    append(Array("retry: \(milliseconds)\n\n".utf8), isChunked, to: &bytes)
  }

  /// A comment, which clients drop.
  static func appendHeartbeat(isChunked: Bool, to bytes: inout [UInt8]) {
    append([0x3A, 0x0A, 0x0A], isChunked, to: &bytes)
  }

  /// A line's end within it would begin another field.
  private static func appendLine(_ line: some Sequence<UInt8>, to text: inout [UInt8]) {
    for byte in line { text.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
    text.append(0x0A)
  }

  private static func append(_ text: [UInt8], _ isChunked: Bool, to bytes: inout [UInt8]) {
    if isChunked { ResponseEncoder.appendChunk(text, to: &bytes) } else { bytes += text }
  }
}
