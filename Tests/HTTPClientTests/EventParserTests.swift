import Testing

@testable import HTTPClient

@Suite("A stream of events")
struct EventParserTests {
  private static let stream = """
    \u{FEFF}: welcome\r
    retry: 2500\r
    id: 7\r
    event: catalog.changed\r
    data: {"a":1}\r
    \r
    data: one\n\
    data:two\n\
    data\n\
    \n\
    event: nothing\n\
    \n\
    id\r\
    data: å\r\
    \r\
    data: never ended
    """

  private static let events = [
    ServerEvent(id: "7", kind: "catalog.changed", data: "{\"a\":1}"),
    ServerEvent(id: "7", kind: "message", data: "one\ntwo\n"),
    ServerEvent(id: "", kind: "message", data: "å"),
  ]

  @Test("is the same in pieces of any size")
  func pieces() {
    let bytes = Array(Self.stream.utf8)
    for size in 1...bytes.count {
      var parser = EventParser(after: "")
      var events: [ServerEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        events += parser.take(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(events == Self.events, "pieces of \(size) bytes")
      #expect(parser.retry == .milliseconds(2_500))
    }
  }

  @Test("brings no event before its end")
  func truncated() {
    let bytes = Array(Self.stream.utf8)
    for count in 0...bytes.count {
      var parser = EventParser(after: "")
      let events = parser.take(bytes[..<count])
      #expect(events == Array(Self.events.prefix(events.count)), "\(count) bytes")
    }
  }

  @Test("goes on with the id it was left with")
  func id() {
    var parser = EventParser(after: "41")
    #expect(parser.take("data: x\n\nid: 4\u{0}2\ndata: y\n\n".utf8).map(\.id) == ["41", "41"])
  }

  @Test("drops an event that is too long, and only that")
  func tooLong() {
    var parser = EventParser(after: "")
    let long = "data: " + String(repeating: "x", count: 1 << 20) + "\n\n"
    #expect(parser.take((long + "data: y\n\n").utf8).map(\.data) == ["y"])
    let lines = String(repeating: "data: \(String(repeating: "x", count: 1_000))\n", count: 1_100)
    #expect(parser.take((lines + "\ndata: z\n\n").utf8).map(\.data) == ["z"])
  }
}
