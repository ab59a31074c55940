import Glibc
import Synchronization
import Testing

@testable import Commands

@Suite("A terminal")
struct TerminalTests {
  private func terminal(_ pseudo: PseudoTerminal, _ environment: [String: String] = [:]) -> Terminal
  {
    Terminal(output: pseudo.line, errors: pseudo.line, environment: environment)
  }

  @Test("has colour only where a person looks and has not declined it")
  func color() throws {
    let pseudo = try PseudoTerminal()
    #expect(terminal(pseudo).styled("x", .bold) == "\u{1b}[1mx\u{1b}[0m")
    #expect(terminal(pseudo, ["NO_COLOR": "1"]).styled("x", .bold) == "x")
    #expect(terminal(pseudo, ["NO_COLOR": ""]).styled("x", .red) == "\u{1b}[31mx\u{1b}[0m")
    #expect(terminal(pseudo, ["TERM": "dumb"]).styled("x", .bold) == "x")
    #expect(Streams().terminal().styled("x", .bold) == "x")
  }

  @Test("knows its width")
  func width() throws {
    let pseudo = try PseudoTerminal(columns: 123)
    #expect(terminal(pseudo).width() == 123)
    #expect(terminal(pseudo, ["COLUMNS": "50"]).width() == 50)
    #expect(terminal(pseudo, ["COLUMNS": "wide"]).width() == 123)
    #expect(Streams().terminal().width() == 80)
  }

  @Test("shows text from elsewhere without what could steer it")
  func plain() {
    #expect(Terminal.plain("a\u{1b}[2Jb\r\nc\u{7f}\u{202e}d\u{85}") == "a·[2Jb··c··d·")
    #expect(Terminal.plain("Zoë ☃ 漢字 👍🏽") == "Zoë ☃ 漢字 👍🏽")
  }

  @Test("drops what nobody reads any more")
  func closedPipe() {
    let terminal = Terminal(output: -1, errors: -1, environment: [:])
    terminal.print("lost")
  }
}

@Suite("A table")
struct TableTests {
  private func table() -> Table {
    var table = Table("NAME", "STATE")
    table.add("aurora", "live")
    table.add("漢字", "a\tb\u{1b}c")
    return table
  }

  @Test("is aligned and cut for an eye")
  func forAnEye() throws {
    let pseudo = try PseudoTerminal(columns: 12)
    table().print(
      on: Terminal(output: pseudo.line, errors: pseudo.line, environment: ["NO_COLOR": "1"]))
    #expect(
      pseudo.shown(until: "a·b…\r\n") == "NAME    STA…\r\naurora  live\r\n漢字    a·b…\r\n")
  }

  @Test("is separated by tabs for a pipe, without headings")
  func forAPipe() {
    let streams = Streams()
    table().print(on: streams.terminal())
    #expect(streams.read(Streams.outputName) == "aurora\tlive\n漢字\ta·b·c\n")
  }

  @Test("gives way to JSON when that was asked for")
  func json() throws {
    #expect(try Outcome("theme add f --name n").output == "n\tstable\n")
    #expect(try Outcome("theme add f --name n --json").output == "{\"name\":\"x\"}\n")
  }
}

@Suite("A progress bar")
struct ProgressBarTests {
  @Test("says how much, how fast and how long")
  func line() {
    #expect(
      ProgressBar.line(
        label: "aurora.zip", done: 10_485_760, total: 41_943_040, elapsed: .seconds(5), width: 100)
        == "aurora.zip  ██████░░░░░░░░░░░░░░░░░░  25%  10.0 MiB of 40.0 MiB  2.0 MiB/s  15 s left")
  }

  @Test("fits any width", arguments: [1, 10, 30, 60, 200])
  func fits(width: Int) {
    for total in [UInt64(0), 1_000] {
      let line = ProgressBar.line(
        label: "aurora.zip", done: 500, total: total, elapsed: .seconds(3), width: width)
      #expect(line.columns < max(2, width))
    }
  }

  @Test("is silent where nobody looks")
  func silent() {
    let streams = Streams()
    var bar = ProgressBar("x", total: 10, on: streams.terminal())
    bar.advance(to: 10)
    bar.finish()
    #expect(streams.read(Streams.errorsName).isEmpty)
  }

  @Test("draws at most ten times a second, and the end for certain")
  func throttled() throws {
    let pseudo = try PseudoTerminal()
    let clock = HandMovedClock()
    let terminal = Terminal(output: pseudo.line, errors: pseudo.line, environment: [:])
    var bar = ProgressBar("x", total: 1_000, on: terminal, now: { clock.now })
    for step in 1...999 {
      clock.advance(.milliseconds(1))
      bar.advance(to: UInt64(step))
    }
    bar.advance(to: 1_000)
    bar.finish()
    let shown = pseudo.shown(until: "\r\n")
    #expect(shown.split(separator: "\r").filter { $0.contains("x") }.count == 12)
    #expect(shown.contains("100%"))
  }

  @Test(
    "writes sizes with the digits that matter",
    arguments: [
      (0, "0 B"), (1_023, "1023 B"), (1_024, "1.0 KiB"), (1_048_575, "1.0 MiB"),
      (1_572_864, "1.5 MiB"), (5_368_709_120, "5.0 GiB"), (UInt64.max, "17179869184.0 GiB"),
    ] as [(UInt64, String)])
  func sizes(bytes: UInt64, text: String) {
    #expect(ProgressBar.size(bytes) == text)
  }
}

private final class HandMovedClock: Sendable {
  private let moment = Mutex(ContinuousClock.now)
  var now: ContinuousClock.Instant { moment.withLock { $0 } }
  func advance(_ duration: Duration) { moment.withLock { $0 += duration } }
}

@Suite("A secret")
struct PromptTests {
  private func ask(typing text: [UInt8]) throws -> (
    answer: Result<String, Prompt.Failure>, shown: String
  ) {
    let pseudo = try PseudoTerminal()
    // Typed ahead would be flushed with the echo still on, so it is typed when the question is there.
    let keyboard = pseudo.keyboard
    let typist = Typist {
      var buffer = [UInt8](repeating: 0, count: 64)
      _ = read(keyboard, &buffer, buffer.count)
      _ = write(keyboard, text, text.count)
    }
    let answer: Result<String, Prompt.Failure>
    do throws(Prompt.Failure) {
      answer = .success(try Prompt.secret("Password:", on: pseudo.line))
    } catch {
      answer = .failure(error)
    }
    typist.join()
    var settings = termios()
    tcgetattr(pseudo.line, &settings)
    #expect(settings.c_lflag & tcflag_t(ECHO | ICANON | ISIG) == tcflag_t(ECHO | ICANON | ISIG))
    return (answer, pseudo.shown(until: "\r\n"))
  }

  @Test(
    "is read without being shown, and can be corrected",
    arguments: [
      ([UInt8]("pass word\r".utf8), "pass word"), ([UInt8]("pass\n".utf8), "pass"),
      ([UInt8]("pasx\u{7f}s\r".utf8), "pass"), ([UInt8]("paé\u{8}s\r".utf8), "pas"),
      ([UInt8]("wrong\u{15}pass\r".utf8), "pass"), ([UInt8]("\u{7f}\u{7f}p\r".utf8), "p"),
      ([UInt8]("\r".utf8), ""),
    ])
  func reads(typed: [UInt8], secret: String) throws {
    let (answer, shown) = try ask(typing: typed)
    #expect(answer == .success(secret))
    #expect(!shown.contains("p"))
  }

  @Test("can be refused, and the terminal is as before", arguments: [0x03, 0x04] as [UInt8])
  func cancelled(key: UInt8) throws {
    #expect(try ask(typing: [UInt8]("pa".utf8) + [key]).answer == .failure(.cancelled))
  }

  @Test("is not asked for where there is no terminal")
  func noTerminal() {
    #expect(throws: Prompt.Failure.noTerminal) {
      try Prompt.secret("Password:", on: open("/dev/null", O_RDWR))
    }
  }
}

/// A thread that can be waited for: typing must go on while the prompt blocks.
private final class Typist {
  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Box(body))
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
  }

  func join() { pthread_join(thread, nil) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
