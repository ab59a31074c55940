import Glibc
import JSON
import Kernel
import LanyardTesting
import Testing

@testable import Gateway

@Suite("A log entry")
struct LogEntryTests {
  private let at = Timestamp(milliseconds: 1_764_000_000_123)

  @Test("is one line of JSON with the facts behind the sentence")
  func json() throws {
    let entry = LogEntry(
      .warning, "x.y", "it happened", facts: [("n", .integer(3)), ("event", .string("forged"))],
      at: at)
    #expect(entry.json.count { $0 == 10 } == 1)
    let value = try JSONValue.parsed(entry.json)
    #expect(
      value
        == .object([
          "at": .string(at.description), "level": .string("warning"), "event": .string("x.y"),
          "message": .string("it happened"), "n": .integer(3),
        ]))
  }

  @Test("is one line of text for a person")
  func text() {
    let entry = LogEntry(
      .error, "x.y", "it broke", facts: [("path", .string("/a b")), ("code", .string("ok-1"))],
      at: at)
    #expect(
      String(decoding: entry.text, as: UTF8.self)
        == "\(at.description.dropFirst(11).dropLast()) error: it broke path=\"/a b\" code=ok-1\n")
  }

  @Test(
    "lets nothing through that steers a terminal or forges a line",
    arguments: ["a\nb", "a\u{1b}[31mb", "a\u{202e}b", "a\u{2028}b", "a\u{9b}b", "a\0b"])
  func control(text: String) {
    let entry = LogEntry(.info, "x", text, facts: [("f", .string(text))], at: at)
    for line in [entry.text, entry.json] {
      let shown = String(decoding: line.dropLast(), as: UTF8.self)
      #expect(shown.contains("a·b") || shown.contains("a·[31mb"))
      #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }
  }

  @Test("is cut when a peer made it long")
  func long() {
    let entry = LogEntry(.info, "x", String(repeating: "é", count: 100_000), at: at)
    #expect(entry.text.count < 2_000)
  }
}

@Suite("The log")
struct LogTests {
  @Test("writes JSON lines into a file, in order, all of them by the time it is closed")
  func order() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("log")
    let file = try Descriptor.file(creating: path)
    let log = try Log(to: file.number, least: .info)
    for number in 0..<1_000 { log.write(.info, "n", "line", [("n", .integer(Int64(number)))]) }
    log.write(.debug, "n", "less than what is written")
    log.close()
    let lines = try FileSystem.read(path, limit: 1 << 20).split(separator: 10)
    let numbers = try lines.map { line -> Int64? in
      guard case .object(let object) = try JSONValue.parsed(Array(line)),
        case .integer(let number)? = object["n"]
      else { return nil }
      return number
    }
    #expect(numbers == (0..<1_000).map { $0 })
    #expect(log.droppedCount == 0)
  }

  @Test("never waits for a reader that does not read: it drops, counts, and says so")
  func slowReader() throws {
    let (reading, writing) = try Descriptor.streamPair().split { ($0.release(), $1.release()) }
    let reader = Descriptor(adopting: reading)
    let writer = Descriptor(adopting: writing)
    // Blocking, as standard error is.
    _ = fcntl(writer.number, F_SETFL, fcntl(writer.number, F_GETFL) & ~O_NONBLOCK)
    let log = try Log(to: writer.number, format: .json)
    let text = String(repeating: "x", count: 900)
    for _ in 0..<20_000 { log.write(.info, "flood", text) }
    #expect(log.droppedCount > 1_000)
    let drain = try KernelThread(name: "drain") {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      _ = fcntl(reading, F_SETFL, fcntl(reading, F_GETFL) & ~O_NONBLOCK)
      while read(reading, &buffer, buffer.count) > 0 {}
    }
    log.close()
    try writer.finishSending()
    drain.join()
    _ = reader.number
  }
}
