import Commands
import Kernel

/// Says one step after another, with what was seen and how long it took.
final class TourReport {
  private let terminal: Terminal
  private let start = MonotonicTime.now
  private(set) var steps = 0

  init(on terminal: Terminal) { self.terminal = terminal }

  func say(_ words: String) { terminal.print(words) }

  /// Runs a step and says how it went.
  /// - Parameter body: answers what was seen, in a line or some; throws what was not as it should be.
  func step(_ title: String, _ body: () throws -> String) throws {
    steps += 1
    let number = String(repeating: " ", count: steps < 10 ? 1 : 0) + String(steps)
    let began = MonotonicTime.now
    do {
      let seen = try body()
      line(number, "✓", .green, title, MonotonicTime.now - began)
      for detail in seen.split(separator: "\n") {
        terminal.print(terminal.styled("       \(Terminal.plain(String(detail)))", .dim))
      }
    } catch {
      line(number, "✗", .red, title, MonotonicTime.now - began)
      for detail in String(describing: error).split(separator: "\n") {
        terminal.print("       \(Terminal.plain(String(detail)))")
      }
      throw error
    }
  }

  var elapsed: Duration { MonotonicTime.now - start }

  private func line(
    _ number: String, _ mark: String, _ style: Style, _ title: String, _ duration: Duration
  ) {
    let room = max(1, 66 - title.count)
    terminal.print(
      " \(number) \(terminal.styled(mark, style)) \(terminal.styled(title, .bold))"
        + String(repeating: " ", count: room) + duration.shown)
  }
}

extension Duration {
  /// `41 ms` or `3.2 s`, right-aligned to 8 columns.
  var shown: String {
    let milliseconds = Int(wholeNanoseconds / 1_000_000)
    let text =
      milliseconds < 1_000
      ? "\(milliseconds) ms" : "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
    return String(repeating: " ", count: max(0, 8 - text.count)) + text
  }
}
