import Glibc
package import JSON
package import Kernel
import Synchronization

/// How entries are written.
package enum LogFormat: String, CaseIterable, Sendable {
  /// Text for a person on a terminal, JSON lines everywhere else.
  case auto
  case text
  case json
}

/// Where everything that happens is told. Any thread; never waits: entries go through a bounded queue to a thread that writes
/// them. When it cannot keep up, entries are dropped, and their number is the next entry.
package final class Log: Sendable {
  private let mailbox: Mailbox<LogEntry>
  private let thread: Mutex<KernelThread?>
  private let least: LogLevel
  private let dropped = Atomic<Int>(0)

  /// Some seconds of a busy gateway's words, half a megabyte.
  static let queueLimit = 4_096

  /// - Parameter descriptor: written to and not closed; standard error, of a process that serves.
  package init(
    to descriptor: Int32 = STDERR_FILENO, format: LogFormat = .auto, least: LogLevel = .info
  ) throws(KernelError) {
    self.least = least
    let mailbox = try Mailbox<LogEntry>(limit: Self.queueLimit)
    self.mailbox = mailbox
    let isText = format == .text || (format == .auto && isatty(descriptor) == 1)
    thread = Mutex(
      try KernelThread(name: "log") {
        Self.write(from: mailbox, to: descriptor, isText: isText)
      })
  }

  deinit { close() }

  /// Both texts are asked for only when the entry is written.
  package func write(
    _ level: LogLevel, _ event: String, _ message: @autoclosure () -> String,
    _ facts: @autoclosure () -> [(name: String, value: JSONValue)] = []
  ) {
    guard level >= least else { return }
    let entry = LogEntry(level, event, message(), facts: facts(), at: SystemClock().now)
    if !mailbox.put(entry) { dropped.add(1, ordering: .relaxed) }
  }

  /// Entries that were lost since the start, for `/metrics`.
  package var droppedCount: Int { dropped.load(ordering: .relaxed) }

  /// Writes what is queued and ends. Later entries are dropped.
  package func close() {
    mailbox.close()
    if let thread = thread.withLock({ $0.take() }) { thread.join() }
  }

  private static func write(from mailbox: Mailbox<LogEntry>, to descriptor: Int32, isText: Bool) {
    while true {
      let delivery = mailbox.take(until: .never)
      var entries = delivery.letters
      if delivery.refused > 0 {
        entries.append(
          LogEntry(
            .warning, "log.dropped", "\(delivery.refused) entries were dropped",
            facts: [("count", .integer(Int64(delivery.refused)))], at: SystemClock().now))
      }
      write(entries.flatMap { isText ? $0.text : $0.json }, to: descriptor)
      if delivery.isOver { return }
    }
  }

  /// A reader that is gone does not end the gateway: its words are lost.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let written = Glibc.write(descriptor, part.baseAddress, part.count)
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }
}
