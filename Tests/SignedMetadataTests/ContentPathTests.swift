import Testing

@testable import SignedMetadata

@Suite("A content path")
struct ContentPathTests {
  @Test(
    "is a relative path inside the folder",
    arguments: [
      "a", "wallpaper.png", "faces/pulse-band.json", "夜/空.png", "a b.png", "é.png", "a..b",
      "a/b/c/d/e/f/g/h",
    ])
  func valid(text: String) throws {
    #expect(try ContentPath(text).text == text)
  }

  static let traversals: [(String, ContentPath.Fault)] = [
    ("", .empty), ("/etc/passwd", .absolute), ("../secret", .dotSegment), ("a/../b", .dotSegment),
    ("a/..", .dotSegment), (".", .dotSegment), ("./a", .dotSegment), ("a//b", .emptySegment),
    ("a/", .emptySegment), ("a\\b", .backslash), ("..\\a", .backslash),
    ("C:/a", .forbiddenCharacter), ("a\0b", .forbiddenCharacter), ("a\nb", .forbiddenCharacter),
    ("a\u{202E}gnp.exe", .forbiddenCharacter), ("a\u{200B}", .forbiddenCharacter),
    ("a?b", .forbiddenCharacter), (".git/config", .hiddenOrTrailing), ("a.", .hiddenOrTrailing),
    ("...", .hiddenOrTrailing), ("a /b", .hiddenOrTrailing), ("e\u{301}.png", .notNormalized),
    ("a/b/c/d/e/f/g/h/i", .tooLong), (String(repeating: "a", count: 101), .tooLong),
    (String(repeating: "ab/", count: 85) + "c", .tooLong),
  ]

  @Test(
    "is refused when it leads elsewhere or has another name (path traversal)", arguments: traversals
  )
  func traversal(text: String, fault: ContentPath.Fault) {
    #expect(throws: fault) { try ContentPath(text) }
    #expect(!fault.description.isEmpty)
  }

  @Test("knows its extension in lower case")
  func fileExtension() throws {
    #expect(try ContentPath("a.b/C.PNG").fileExtension == "png")
    #expect(try ContentPath("a.b/c").fileExtension == "")
  }
}

@Suite("A content name")
struct ContentNameTests {
  @Test(
    "is short, lower case, and safe in a path",
    arguments: ["a", "7", "night-sky", "pulse.a1_b", String(repeating: "a", count: 64)])
  func valid(text: String) {
    #expect(ContentName(rawValue: text)?.rawValue == text)
  }

  @Test(
    "is refused otherwise (path traversal)",
    arguments: [
      "", "A", "a b", "..", ".a", "a.", "a..b", "a/b", "-a", "a-", "a--b", "é", "a\0", "a\n",
      String(repeating: "a", count: 65),
    ])
  func invalid(text: String) {
    #expect(ContentName(rawValue: text) == nil)
  }
}

@Suite("A language tag")
struct LanguageTagTests {
  @Test(
    "is read in any case and written in the recommended one",
    arguments: [
      ("en", "en"), ("PT-br", "pt-BR"), ("ZH-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"),
      ("sl-Rozaj", "sl-rozaj"), ("de-1996", "de-1996"), ("haw", "haw"),
    ])
  func valid(text: String, written: String) {
    #expect(LanguageTag(text)?.text == written)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "e", "engl", "en-", "-en", "en_US", "e1", "en-x-a", "i-klingon", "en-USA-", "en--US",
      "日本",
    ])
  func invalid(text: String) {
    #expect(LanguageTag(text) == nil)
  }

  @Test("is looked up by shortening, and English is the last resort")
  func lookup() throws {
    func tag(_ text: String) throws -> LanguageTag { try #require(LanguageTag(text)) }
    let text = try #require(
      LocalizedText([
        .english: "hello", try tag("de"): "hallo", try tag("zh-Hant"): "你好", try tag("pt-BR"): "oi",
      ]))
    #expect(try text.best(for: [tag("de-AT")]).text == "hallo")
    #expect(try text.best(for: [tag("fr"), tag("zh-Hant-TW")]).text == "你好")
    #expect(try text.best(for: [tag("pt")]).text == "hello")
    #expect(text.best(for: []).tag == .english)
    #expect(try LocalizedText([tag("de"): "hallo"]) == nil)
  }
}

@Suite("A colour, a licence, a right")
struct SmallWordTests {
  @Test("are read strictly")
  func words() {
    #expect(Color("#0B1021")?.description == "#0b1021")
    for bad in ["", "0b1021", "#0b102", "#0b10211", "#0b102g", "#é1234", "#12345\n"] {
      #expect(Color(bad) == nil)
    }
    #expect(LicenseID("CC-BY-4.0") != nil)
    #expect(LicenseID("LicenseRef-Ours") != nil)
    #expect(LicenseID("CC BY 4.0") == nil)
    #expect(LicenseID.correction(of: "cc-by-4.0") == "CC-BY-4.0")
    #expect(LicenseID.correction(of: "CC-BY-4.0") == nil)
    #expect(EntitlementRequirement.isName("plan:plus"))
    for bad in [
      "", "plan:", "plus", "plan:Plus", "item:a/b", "gift:a",
      "item:" + String(repeating: "a", count: 65),
    ] {
      #expect(!EntitlementRequirement.isName(bad))
    }
  }
}
