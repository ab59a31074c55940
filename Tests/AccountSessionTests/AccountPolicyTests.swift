import Kernel
import Testing

@testable import AccountSession

@Suite("The policy's numbers")
struct AccountPolicyTests {
  @Test("are the ones on the page")
  func page() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(root)/Sources/AccountSession/AccountSession.docc/AccountSession.md"
    let text = String(decoding: try FileSystem.read(path, limit: 1 << 20), as: UTF8.self)
    for (name, value) in AccountPolicy.table {
      #expect(text.contains("\n| \(name) | \(value) | "), "\(name) is \(value)")
    }
    let rows = text.split(separator: "\n").drop { $0 != "| name | value | source |" }
      .dropFirst(2).prefix { $0.hasPrefix("|") }
    #expect(rows.count == AccountPolicy.table.count)
  }
}
