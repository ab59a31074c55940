import AccountSession
import LanyardTesting
import SQLite
import Testing

@testable import Themes

@Suite("The store of themes")
struct ThemeStoreTests {
  private let directory = TemporaryDirectory()

  private func writer() throws -> Writer {
    try Writer(path: directory.file("test.db"), migrations: [ThemeStore.migrations])
  }

  private func insert(_ theme: String, _ version: String, _ writer: Writer) throws -> Int64 {
    try writer.perform {
      try ThemeStore.insert(
        theme, version: version, envelope: Array("\(theme) \(version)".utf8),
        by: AccountID(number: 5), at: ThemeFixture.epoch, in: $0)
    }
  }

  @Test("begins the next catalog with each version, and serves the live one and the one before")
  func served() throws {
    let first = try writer()
    #expect(try insert("a", "1.0.0", first) == 1)
    #expect(try insert("b", "1.0.0", first) == 2)
    #expect(try insert("a", "1.1.0", first) == 3)
    #expect(try insert("a", "2.0.0", first) == 4)
    first.close()

    let second = try writer()
    let rows = try second.perform { try ThemeStore.served(in: $0) }
    #expect(rows.map(\.envelope) == ["a 2.0.0", "a 1.1.0", "b 1.0.0"].map { Array($0.utf8) })
    #expect(rows.map(\.isLive) == [true, false, true])
    #expect(try second.perform { try ThemeStore.catalogVersion(in: $0) } == 4)
    #expect(try second.perform { try ThemeStore.liveVersion(of: "a", in: $0) } == "2.0.0")
    #expect(try second.perform { try ThemeStore.liveVersion(of: "c", in: $0) } == nil)
  }

  @Test("takes a version once, and a refused one leaves the catalog's version as it was")
  func once() throws {
    let writer = try writer()
    #expect(try insert("a", "1.0.0", writer) == 1)
    #expect(throws: (any Error).self) { try insert("a", "1.0.0", writer) }
    #expect(try writer.perform { try ThemeStore.catalogVersion(in: $0) } == 1)
    #expect(try insert("a", "1.0.1", writer) == 2)
    let reader = try Reader(path: directory.file("test.db"), revision: writer.revision)
    #expect(
      try ThemeStore.envelope(of: "a", version: "1.0.0", from: reader) == Array("a 1.0.0".utf8))
  }
}
