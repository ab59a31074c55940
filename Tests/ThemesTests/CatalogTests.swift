import Cryptography
import SignedMetadata
import Testing

@testable import Themes

@Suite("A theme catalog")
struct CatalogTests {
  private func catalog(_ ids: [String], version: Int64 = 1) throws -> Catalog {
    Catalog(
      version: version,
      entries: try ids.map { Catalog.Entry(live: try ThemeFixture.theme($0), previous: nil) })
  }

  /// Every theme that a walk over the pages sees, publishing between the pages as `between` does.
  private func walk(
    _ history: CatalogHistory, limit: Int, between: (Int) throws -> Void = { _ in }
  ) throws -> [String] {
    var seen: [String] = []
    var cursor: CatalogCursor?
    for step in 0..<1_000 {
      let catalog = cursor.map { history.catalog(version: $0.version) } ?? history.current
      let page = catalog.page(after: cursor?.after, fitting: CatalogFilter(), limit: limit)
      seen += page.themes.map { "\($0.id)@\($0.version)" }
      guard page.hasMore, let last = page.themes.last else { return seen }
      cursor = CatalogCursor(version: catalog.version, after: last.id)
      try between(step)
    }
    Issue.record("the walk never ends")
    return seen
  }

  @Test("is paged by id, each theme once, at every limit", arguments: 1...8)
  func pages(limit: Int) throws {
    let history = CatalogHistory(try catalog(["d", "b", "a", "f", "c", "e", "g"]))
    #expect(
      try walk(history, limit: limit)
        == ["a", "b", "c", "d", "e", "f", "g"].map { "\($0)@1.0.0" })
  }

  @Test("shows a walk one state of the world, whatever is published between its pages")
  func consistent() throws {
    let history = CatalogHistory(try catalog(["b", "d", "f", "h"]))
    let seen = try walk(history, limit: 1) { step in
      // Before the cursor, behind it, and in the place of one that is still to come.
      let next: [(String, String)] = [("a", "1.0.0"), ("g", "1.0.0"), ("h", "2.0.0")]
      let (id, version) = next[step]
      let theme = try ThemeFixture.theme(id, version)
      history.swap { $0.placing(theme, version: $0.version + 1) }
    }
    #expect(seen == ["b", "d", "f", "h"].map { "\($0)@1.0.0" })
    #expect(
      try walk(history, limit: 2)
        == ["a@1.0.0", "b@1.0.0", "d@1.0.0", "f@1.0.0", "g@1.0.0", "h@2.0.0"])
  }

  @Test("skips and repeats nothing that was there all along, even when a walk outlives its catalog")
  func outlived() throws {
    let stable = (0..<20).map { "t\(10 + $0)" }
    let history = CatalogHistory(try catalog(stable))
    var count = 0
    let seen = try walk(history, limit: 3) { _ in
      for _ in 0..<(CatalogHistory.kept + 1) {
        count += 1
        let theme = try ThemeFixture.theme("new\(count)")
        history.swap { $0.placing(theme, version: $0.version + 1) }
        let other = try ThemeFixture.theme("t10x\(count)")
        history.swap { $0.placing(other, version: $0.version + 1) }
      }
    }
    #expect(seen.count == Set(seen).count)
    #expect(seen.filter { stable.contains(String($0.prefix(while: { $0 != "@" }))) }.count == 20)
  }

  @Test("keeps the files of the version before, and of no other")
  func previousFiles() throws {
    var catalog = try catalog(["a"])
    for version in ["2.0.0", "3.0.0"] {
      catalog = catalog.placing(
        try ThemeFixture.theme("a", version), version: catalog.version + 1)
    }
    let entry = try #require(catalog.entry(try ThemeFixture.name("a")))
    let digest = { Digest.sha256(ThemeFixture.bytes(of: "a", $0, "wallpaper.png")) }
    #expect(entry.file(digest("3.0.0")) != nil)
    #expect(entry.file(digest("2.0.0")) != nil)
    #expect(entry.file(digest("1.0.0")) == nil)
    #expect(entry.file(Digest.sha256(ThemeFixture.bytes(of: "b", "1.0.0", "wallpaper.png"))) == nil)
    #expect(catalog.entry(try ThemeFixture.name("aa")) == nil)
  }

  @Test("is filtered by band, screen and system, and what names none of them fits all but bands")
  func filters() throws {
    let catalog = Catalog(
      version: 1,
      entries: [
        Catalog.Entry(live: try ThemeFixture.theme("plain"), previous: nil),
        Catalog.Entry(
          live: try ThemeFixture.theme(
            "special",
            compatibility: Compatibility(
              system: VersionRange(from: SemanticVersion(2, 0, 0), below: SemanticVersion(4, 0, 0)),
              screens: [.compact], bands: [try ThemeFixture.name("pulse-band")])),
          previous: nil),
      ])
    let ids = { (filter: CatalogFilter) in
      catalog.page(after: nil, fitting: filter, limit: 10).themes.map(\.id.rawValue)
    }
    #expect(ids(CatalogFilter()) == ["plain", "special"])
    #expect(ids(CatalogFilter(bandModel: try ThemeFixture.name("pulse-band"))) == ["special"])
    #expect(ids(CatalogFilter(screen: .compact)) == ["plain", "special"])
    #expect(ids(CatalogFilter(screen: .expanded)) == ["plain"])
    #expect(ids(CatalogFilter(system: SemanticVersion(2, 0, 0))) == ["plain", "special"])
    #expect(ids(CatalogFilter(system: SemanticVersion(4, 0, 0))) == ["plain"])
  }

  @Test("keys its pages by what makes a difference, so that many callers share one")
  func keys() throws {
    let catalog = Catalog(
      version: 3,
      entries: [
        Catalog.Entry(
          live: try ThemeFixture.theme(
            "a", titles: ["de": "Ah", "pt-BR": "Á"], entitlement: .anyOf(["item:a", "plan:plus"])),
          previous: nil)
      ])
    let key = { (languages: [String], rights: [String]) in
      catalog.key(
        for: CatalogQuery(), languages: languages.compactMap { LanguageTag($0) }, rights: rights)
    }
    #expect(
      key(["fr", "de-AT", "en", "pt-BR"], ["plan:plus", "item:z", "item:a"]).rights
        == ["item:a", "plan:plus"])
    #expect(key(["fr", "de-AT", "en", "pt-BR"], []).languages.map(\.text) == ["de-AT", "en"])
    #expect(key(["fr", "ja"], ["item:z"]) == key([], []))
    #expect(key(["pt"], []) == key([], []))
  }

  @Test(
    "reads a cursor only as it was written",
    arguments: [
      "", "~", "1", "1~", "~a", "01~a", "-1~a", "+1~a", "1~a~b", "1~A", "1~../a",
      "99999999999999999999~a",
    ])
  func cursors(text: String) throws {
    #expect(CatalogCursor(text) == nil)
    let cursor = CatalogCursor(version: 12, after: try ThemeFixture.name("night-sky"))
    #expect(CatalogCursor("\(cursor)") == cursor)
  }
}
