import Cryptography
import Testing

@testable import SignedMetadata

@Suite("A theme's source")
struct ThemeSourceTests {
  @Test("is read as it was meant")
  func valid() throws {
    let source = try Samples.parsedTheme()
    #expect(source.theme.id.rawValue == "night-sky")
    #expect(source.theme.description.english == "Stars.\nAnd quiet.")
    #expect(source.theme.palette.map(\.color.description) == ["#0b1021", "#f4f1de"])
    #expect(source.theme.compatibility.screens == [.compact, .medium])
    #expect(source.theme.entitlement == .anyOf(["item:night-sky", "plan:plus"]))
    #expect(source.files.map(\.path.text) == ["wallpaper.png", "faces/pulse-band.json"])
    #expect(source.files.map(\.mediaType) == [.png, .json])
  }

  @Test("has every mistake reported at once, with its path, line and remedy")
  func everyMistake() throws {
    let text = """
      {
        "id": "Night Sky",
        "version": "1.0",
        "title": { "de": "Nachthimmel", "d-": "x" },
        "description": { "en": "" },
        "author": 7,
        "licence": "CC-BY-4.0",
        "tags": ["dark", "dark", "DARK"],
        "palette": { "background": "#12" },
        "previews": ["previews/home.txt", "../x.png"],
        "compatibility": {
          "system": { "from": "4.0.0", "below": "2.0.0" },
          "screens": ["tiny"],
          "bands": []
        },
        "entitlement": { "any_of": ["plus"] },
        "files": ["a.exe", "b.png", "B.png", "theme.json", ".hidden.png"],
        "colour": 1
      }
      """
    guard case .failure(let mistakes) = ThemeSource.parse(Array(text.utf8)) else {
      Issue.record("was taken")
      return
    }
    let found = Dictionary(grouping: mistakes.all, by: \.path).mapValues { $0.map(\.line) }
    let expected: [String: Int] = [
      "$.id": 2, "$.version": 3, "$.title.d-": 4, "$.title.en": 4, "$.description.en": 5,
      "$.author": 6, "$.license": 1, "$.licence": 7, "$.tags[1]": 8, "$.tags[2]": 8,
      "$.palette.background": 9, "$.previews[1]": 10, "$.compatibility.system": 12,
      "$.compatibility.screens[0]": 13, "$.compatibility.bands": 14,
      "$.entitlement.any_of[0]": 16, "$.files[0]": 17, "$.files[2]": 17, "$.files[3]": 17,
      "$.files[4]": 17, "$.colour": 18,
    ]
    for (path, line) in expected { #expect(found[path]?.first == line, "\(path)") }
    #expect(Set(found.keys) == Set(expected.keys))
    #expect(mistakes.all.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty })
    #expect(mistakes.all.first { $0.path == "$.licence" }?.remedy == "did you mean \"license\"?")
  }

  @Test("is refused at every length short of its end")
  func truncated() {
    let bytes = Array(Samples.themeSource.utf8)
    for length in 0..<bytes.count {
      #expect(Samples.wrong(ThemeSource.parse(Array(bytes[..<length]))) == ["$"], "\(length)")
    }
  }

  @Test(
    "is refused with a path that leads out of its folder (path traversal)",
    arguments: ContentPathTests.traversals.map(\.0))
  func traversal(path: String) throws {
    let json = Samples.literal(path)
    for list in ["previews", "files"] {
      let text = Samples.themeSource.replacing("\"\(list)\": [", with: "\"\(list)\": [\(json), ")
      #expect(Samples.wrong(ThemeSource.parse(Array(text.utf8))).contains("$.\(list)[0]"))
    }
  }

  @Test("is checked against its folder: what is missing, empty, too long, or not listed")
  func folder() throws {
    let source = try Samples.parsedTheme()
    var measures = try Samples.measures()
    measures[try ContentPath("previews/home.png")] = nil
    measures[try ContentPath("wallpaper.png")] = FileMeasure(sha256: .sha256([]), length: 0)
    measures[try ContentPath("faces/pulse-band.json")] = FileMeasure(
      sha256: .sha256([]), length: ContentLimits.themeFileBytes + 1)
    measures[try ContentPath("notes.txt")] = FileMeasure(sha256: .sha256([1]), length: 1)
    #expect(
      Samples.wrong(source.manifest(measures: measures, created: Samples.moment))
        == ["$.previews[0]", "$.files[0]", "$.files[1]", "$.files"])
  }

  @Test("lists no more mistakes than its bound, and says so")
  func bounded() {
    let tags = (0..<20_000).map { "\"x\($0)\": 1" }.joined(separator: ",")
    guard case .failure(let mistakes) = ThemeSource.parse(Array("{\(tags)}".utf8)) else {
      Issue.record("was taken")
      return
    }
    #expect(mistakes.all.count == Mistakes.most)
    #expect(mistakes.isCutShort)
  }
}

@Suite("A release's source")
struct ReleaseSourceTests {
  @Test("is read as it was meant")
  func valid() throws {
    let source = try ReleaseSource.parse(Array(Samples.releaseSource.utf8)).get()
    #expect(source.release.kind == .band)
    #expect(source.release.from == VersionRange(from: SemanticVersion(2, 0, 0)))
    #expect(source.release.rolloutPercent == 10)
    #expect(source.image.text == "pulse-band.bin")
  }

  @Test("has every mistake reported at once")
  func everyMistake() {
    let text = """
      {
        "product": "../x", "kind": "watch", "version": "2.1.0+5", "counter": 0, "channel": "nightly",
        "from": {}, "hardware": [], "notes": {"en": "a\\u0007b"}, "entitlement": "paid",
        "rollout_percent": 101, "image": "/etc/passwd", "rollout": 5
      }
      """
    #expect(
      Samples.wrong(ReleaseSource.parse(Array(text.utf8))) == [
        "$.product", "$.kind", "$.version", "$.counter", "$.channel", "$.from", "$.hardware",
        "$.notes.en", "$.entitlement", "$.rollout_percent", "$.image", "$.rollout",
      ])
  }

  @Test(
    "is refused with an image outside its folder (path traversal)",
    arguments: ContentPathTests.traversals.map(\.0))
  func traversal(path: String) {
    let text = Samples.releaseSource.replacing("\"pulse-band.bin\"", with: Samples.literal(path))
    #expect(Samples.wrong(ReleaseSource.parse(Array(text.utf8))) == ["$.image"])
  }

  @Test("is checked against its folder")
  func folder() throws {
    let source = try ReleaseSource.parse(Array(Samples.releaseSource.utf8)).get()
    #expect(Samples.wrong(source.manifest(measure: nil, created: Samples.moment)) == ["$.image"])
    let empty = FileMeasure(sha256: .sha256([]), length: 0)
    #expect(Samples.wrong(source.manifest(measure: empty, created: Samples.moment)) == ["$.image"])
    let long = FileMeasure(sha256: .sha256([]), length: ContentLimits.imageBytes + 1)
    #expect(Samples.wrong(source.manifest(measure: long, created: Samples.moment)) == ["$.image"])
  }
}
