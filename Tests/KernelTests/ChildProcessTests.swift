import Testing

@testable import Kernel

@Suite("A child process")
struct ChildProcessTests {
  private func shell(_ script: String) -> ChildProcess {
    ChildProcess("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
  }

  @Test("tells how it ended and what it said")
  func ending() throws {
    let ending = try shell("echo out; echo err >&2; exit 7").run()
    #expect(ending.cause == .exited(7))
    #expect(ending.output == [UInt8]("out\n".utf8))
    #expect(ending.errors == [UInt8]("err\n".utf8))
  }

  @Test("takes more than fits a socket and gives it back")
  func exchange() throws {
    var child = shell("cat")
    child.input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
    child.mostOutputBytes = 4_000_000
    #expect(try child.run().output == child.input)
  }

  @Test("may leave its input unread and say more than is kept")
  func careless() throws {
    var child = shell("exec <&-; yes | head -c 500000")
    child.input = [UInt8](repeating: 65, count: 1_000_000)
    child.mostOutputBytes = 1_000
    let ending = try child.run()
    #expect(ending.cause == .exited(0))
    #expect(ending.output.count == 1_000)
  }

  @Test("is killed at its deadline")
  func overdue() throws {
    let start = MonotonicTime.now
    let ending = try shell("exec tail -f /dev/null").run(until: start + .milliseconds(50))
    #expect(ending.cause == .overdue)
    #expect(MonotonicTime.now - start < .seconds(10))
  }

  @Test("ends by its signals as any program, though we ignore them")
  func signals() throws {
    Signal.ignoreBrokenPipes()
    #expect(try shell("kill -PIPE $$").run().cause == .signalled(Signal(rawValue: 13)))
    #expect(try shell("kill -TERM $$").run().cause == .signalled(.terminate))
  }

  @Test("has only the variables it was given")
  func environment() throws {
    let ending = try ChildProcess("/usr/bin/env", [], environment: ["A": "b"]).run()
    #expect(ending.output == [UInt8]("A=b\n".utf8))
  }

  @Test("that does not exist is an error")
  func missing() {
    #expect(throws: KernelError.self) { try ChildProcess("/nowhere/at/all", []).run() }
  }
}
