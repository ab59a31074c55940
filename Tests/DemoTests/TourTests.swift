import Commands
import Glibc
import Kernel
import LanyardTesting
import Testing

@testable import Demo

/// What was built beside the tests.
private func program(_ name: String) -> String {
  var buffer = [CChar](repeating: 0, count: 4_096)
  let count = readlink("/proc/self/exe", &buffer, buffer.count)
  let runner = String(
    decoding: buffer[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return runner[..<(runner.lastIndex(of: "/") ?? runner.startIndex)] + "/" + name
}

private let checkout = #filePath.components(before: "/Tests/")

extension String {
  fileprivate func components(before marker: String) -> String {
    range(of: marker).map { String(self[..<$0.lowerBound]) } ?? self
  }

  private func range(of marker: String) -> Range<String.Index>? {
    ranges(of: marker).first
  }
}

@Suite("The tour", .serialized, .onOwnThread)
struct TourTests {
  private let directory = TemporaryDirectory()

  private func tour(content: Content, publisher: String) throws -> (isWhole: Bool, text: String) {
    let path = directory.file("said")
    let file = try Descriptor.file(creating: path)
    let terminal = Terminal(output: file.number, errors: file.number, environment: [:])
    let tour = try Tour(
      content: content, publisher: publisher, data: directory.file("stage"), on: terminal)
    let isWhole = tour.run()
    let text = String(decoding: try FileSystem.read(path, limit: 1 << 20), as: UTF8.self)
    return (isWhole, text)
  }

  /// By the program itself: other tests share this process's task pool.
  @Test("tells the whole story, and every step does what it says")
  func whole() throws {
    let lanyard = ChildProcess(
      program("lanyard"), ["demo", "--tour", "--content", checkout],
      environment: ["PATH": "/usr/bin:/bin", "HOME": directory.path, "TMPDIR": directory.path])
    let ending = try lanyard.run(until: .now + .seconds(120))
    let text = String(decoding: ending.output, as: UTF8.self)
    #expect(ending.cause == .exited(0), "\(text)")
    #expect(!text.contains("✗"))
    #expect(text.contains("every door is shut"))
  }

  @Test("ends with the first step that does not do what it says")
  func broken() throws {
    let (isWhole, text) = try tour(
      content: Content(at: checkout), publisher: "/bin/false")
    #expect(!isWhole)
    #expect(text.contains("  3 ✗ The content team makes its key"))
    #expect(!text.contains(" 4 ✓") && !text.contains(" 4 ✗"))
  }

  @Test("does not begin without content")
  func empty() {
    #expect(throws: Disappointment.self) { try Content(at: directory.path) }
  }
}

@Suite("A generated password")
struct GeneratedPasswordTests {
  @Test("is long, and never the same")
  func passwords() {
    let passwords = Set((0..<200).map { _ in GeneratedPassword.make() })
    #expect(passwords.count == 200)
    #expect(passwords.allSatisfy { $0.count == 23 && $0.split(separator: "-").count == 4 })
  }
}
