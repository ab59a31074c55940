/// One event of a stream (WHATWG HTML, section 9.2).
package struct ServerEvent: Hashable, Sendable {
  /// The last id that the stream gave, this event's or an earlier one's; what Last-Event-ID is to say.
  package let id: String
  /// "message" when the stream names none.
  package let kind: String
  package let data: String
}

/// Takes a stream of server-sent events apart, whatever pieces it comes in.
package struct EventParser {
  /// Bytes of one line, and of one event's data; the rest of a longer one is dropped with its event.
  private static let longest = 1 << 20

  private var line: [UInt8] = []
  private var isAfterReturn = false
  private var isFirstLine = true
  private var isTooLong = false
  private var id: String
  private var kind = ""
  private var data = ""
  /// What the stream says to wait before coming again.
  package private(set) var retry: Duration?

  /// - Parameter id: the last id of an earlier stream, empty for none.
  package init(after id: String) { self.id = id }

  /// The events that these bytes complete.
  package mutating func take(_ bytes: some Sequence<UInt8>) -> [ServerEvent] {
    var events: [ServerEvent] = []
    for byte in bytes {
      switch byte {
      case 0x0A where isAfterReturn: isAfterReturn = false
      case 0x0A, 0x0D:
        isAfterReturn = byte == 0x0D
        if let event = endLine() { events.append(event) }
      default:
        isAfterReturn = false
        if line.count < Self.longest { line.append(byte) } else { isTooLong = true }
      }
    }
    return events
  }

  private mutating func endLine() -> ServerEvent? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    isFirstLine = false
    if line.isEmpty { return endEvent() }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    var value = line[min(colon + 1, line.endIndex)...]
    if value.first == 0x20 { value = value.dropFirst() }
    let text = String(decoding: value, as: UTF8.self)
    switch String(decoding: line[..<colon], as: UTF8.self) {
    case "data":
      if data.utf8.count + text.utf8.count > Self.longest { isTooLong = true }
      if !isTooLong { data += text + "\n" }
    case "event": kind = text
    case "id" where !value.contains(0): id = text
    case "retry":
      if let milliseconds = UInt32(text) { retry = .milliseconds(milliseconds) }
    default: break  // A comment, or a field of a later time.
    }
    return nil
  }

  private mutating func endEvent() -> ServerEvent? {
    defer { (kind, data, isTooLong) = ("", "", false) }
    guard !data.isEmpty, !isTooLong else { return nil }
    return ServerEvent(
      id: id, kind: kind.isEmpty ? "message" : kind, data: String(data.dropLast()))
  }
}
