import Foundation
import LanyardTesting
import Testing

@testable import Commands

@Suite("A completion script")
struct CompletionTests {
  /// Runs the script in a real shell; answers what it printed, or nil when the shell is not installed.
  private func run(_ shell: String, _ arguments: [String]) throws -> (
    status: Int32, output: String
  )? {
    let paths = ["/bin/\(shell)", "/usr/bin/\(shell)"]
    guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      return nil
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private func script(_ shell: CompletionScript.Shell) -> String {
    CompletionScript(root: Sample.root(), shell: shell).text
  }

  @Test("can be read by its shell without a complaint", arguments: CompletionScript.Shell.allCases)
  func syntax(shell: CompletionScript.Shell) throws {
    let directory = TemporaryDirectory()
    let path = try directory.write("script", [UInt8](script(shell).utf8))
    if let result = try run(shell.rawValue, ["-n", path]) {
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.isEmpty)
    }
  }

  @Test(
    "for bash offers what can come next",
    arguments: [
      (["sample", ""], "serve theme completion"), (["sample", "se"], "serve"),
      (["sample", "theme", ""], "add drop"),
      (["sample", "--server", "x", "theme", "a"], "add"),
      (["sample", "serve", "--p"], "--port"),
      (["sample", "serve", "--"], "--port --grace --server --verbose --help"),
      (["sample", "--v"], "--verbose --version"), (["sample", "completion", ""], "bash zsh fish"),
      (["sample", "theme", "add", "--channel", ""], "stable beta"),
      (["sample", "theme", "add", "--channel", "b"], "beta"),
      (["sample", "theme", "add", "--name", ""], ""),
      (["sample", "serve", "-p", ""], ""),
      (["sample", "theme", "add", "/etc/passw"], "/etc/passwd"),
    ])
  func bash(words: [String], expected: String) throws {
    let directory = TemporaryDirectory()
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let test = """
      \(script(.bash))
      COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1)
      _sample
      printf '%s\\n' "${COMPREPLY[@]}" | sort
      """
    let path = try directory.write("test", [UInt8](test.utf8))
    let result = try #require(try run("bash", ["--norc", path]))
    #expect(result.status == 0)
    let offered = result.output.split(separator: "\n").map(String.init).filter {
      !words.contains("/etc/passw") || $0 == "/etc/passwd"
    }
    #expect(offered.sorted() == expected.split(separator: " ").map(String.init).sorted())
  }

  @Test("is printed by the program itself", arguments: ["bash", "zsh", "fish"])
  func command(shell: String) throws {
    let outcome = try Outcome("completion \(shell)")
    #expect(outcome.code == .ok)
    #expect(outcome.output.contains("\(shell) completion for sample"))
    #expect(try Outcome("completion tcsh").code == .usage)
  }

  @Test("quotes what a summary may hold")
  func quoting() {
    #expect(CompletionScript.quoted("it's $HOME") == #"'it'\''s $HOME'"#)
  }
}
