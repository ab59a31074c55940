import Glibc
import Kernel
import LanyardTesting
import Testing

/// The real `lanyard`, built beside the tests, with settings of its own.
struct Program {
  let directory: TemporaryDirectory

  static let path: String = {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
    let runner = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return runner[..<(runner.lastIndex(of: "/") ?? runner.startIndex)] + "/lanyard"
  }()

  struct Result {
    let code: Int32
    let output: String
    let errors: String
  }

  func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Result {
    var child = ChildProcess(
      Program.path, arguments,
      environment: ["XDG_CONFIG_HOME": directory.file("home"), "PATH": "/usr/bin:/bin"]
        .merging(environment) { $1 })
    child.input = [UInt8](input.utf8)
    return result(of: try child.run(until: .now + .seconds(60)))
  }

  /// A script that has the program's path in `$lanyard`, its data directory in `$data` and ports of its own choice to the kernel.
  func shell(_ script: String) throws -> Result {
    let child = ChildProcess(
      "/bin/bash", ["-euc", script],
      environment: [
        "lanyard": Program.path, "data": directory.file("data"), "here": directory.path,
        "PATH": "/usr/bin:/bin",
      ])
    return result(of: try child.run(until: .now + .seconds(60)))
  }

  private func result(of ending: ChildProcess.Ending) -> Result {
    let code: Int32 = if case .exited(let code) = ending.cause { code } else { -1 }
    return Result(
      code: code, output: String(decoding: ending.output, as: UTF8.self),
      errors: String(decoding: ending.errors, as: UTF8.self))
  }
}
