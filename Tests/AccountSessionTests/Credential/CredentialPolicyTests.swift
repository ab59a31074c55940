import Kernel
import Testing

@testable import AccountSession

@Suite("The numbers of credentials")
struct CredentialPolicyTests {
  @Test("are the ones on the page")
  func page() throws {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let path = "/\(root)/Sources/AccountSession/AccountSession.docc/Credentials.md"
    let text = String(decoding: try FileSystem.read(path, limit: 1 << 20), as: UTF8.self)
    let table = CredentialPolicy().table
    for (name, value) in table {
      #expect(text.contains("\n| \(name) | \(value) | "), "\(name) is \(value)")
    }
    let rows = text.split(separator: "\n").drop { $0 != "| name | value | source |" }
      .dropFirst(2).prefix { $0.hasPrefix("|") }
    #expect(rows.count == table.count)
  }
}
