/// A line on standard error that says how far something is. Silent unless a person is looking.
///
/// It belongs to one thread. It draws at most ten times a second, however often it is told.
package struct ProgressBar: ~Copyable {
  private static let interval: Duration = .milliseconds(100)
  private static let barColumns = 24

  private let terminal: Terminal
  private let label: String
  private let total: UInt64
  private let now: @Sendable () -> ContinuousClock.Instant
  private let start: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant?
  private var done: UInt64 = 0

  /// - Parameters:
  ///   - total: bytes; 0 when nobody knows.
  ///   - now: the clock, for tests.
  package init(
    _ label: String, total: UInt64, on terminal: Terminal,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
  ) {
    self.terminal = terminal
    self.label = Terminal.plain(label)
    self.total = total
    self.now = now
    start = now()
  }

  /// - Parameter done: bytes since the beginning.
  package mutating func advance(to done: UInt64) {
    self.done = done
    guard terminal.isInteractive(.errors) else { return }
    let moment = now()
    if let lastDrawn, moment - lastDrawn < ProgressBar.interval, done < total { return }
    lastDrawn = moment
    draw(moment)
  }

  /// Leaves the last state on its line and goes to the next one.
  package consuming func finish() {
    guard terminal.isInteractive(.errors) else { return }
    draw(now())
    terminal.print(to: .errors)
  }

  private func draw(_ moment: ContinuousClock.Instant) {
    let line = ProgressBar.line(
      label: label, done: done, total: total, elapsed: moment - start,
      width: terminal.width(.errors))
    // Back to the first column, and away with what a longer line has left.
    terminal.write([UInt8]("\r\(line)\u{1b}[K".utf8), to: .errors)
  }

  static func line(
    label: String, done: UInt64, total: UInt64, elapsed: Duration, width: Int
  ) -> String {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var facts = total > 0 ? "\(size(done)) of \(size(total))" : size(done)
    if seconds >= 1, rate > 0 {
      facts += "  \(size(UInt64(rate)))/s"
      if total > done { facts += "  \(Int((Double(total - done) / rate).rounded(.up))) s left" }
    }
    guard total > 0 else { return "\(label)  \(facts)".fitted(to: width - 1) }
    let share = min(1, Double(done) / Double(total))
    let percent = "\(Int(share * 100))%"
    let filled = Int(share * Double(barColumns))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: barColumns - filled)
    let whole = "\(label)  \(bar)  \(percent)  \(facts)"
    return whole.columns < width ? whole : "\(label)  \(percent)  \(facts)".fitted(to: width - 1)
  }

  /// `12.3 MiB`: three or four significant digits.
  static func size(_ bytes: UInt64) -> String {
    guard bytes >= 1_024 else { return "\(bytes) B" }
    var tenths = Double(bytes) * 10
    for unit in ["KiB", "MiB", "GiB"] {
      tenths /= 1_024
      if tenths.rounded() < 10_240 || unit == "GiB" {
        let rounded = Int(tenths.rounded())
        return "\(rounded / 10).\(rounded % 10) \(unit)"
      }
    }
    return "\(bytes) B"
  }
}
