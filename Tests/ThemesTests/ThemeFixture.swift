import Cryptography
import JSON
import SignedMetadata
import Testing
import Themes

/// Themes with everything that a test does not speak of set to what everybody may have.
enum ThemeFixture {
  static let epoch = Timestamp(milliseconds: 1_795_000_000_000)

  static func name(_ text: String) throws -> ContentName {
    try #require(ContentName(rawValue: text))
  }

  static func text(_ texts: [String: String]) throws -> LocalizedText {
    var tagged: [LanguageTag: String] = [:]
    for (tag, text) in texts { tagged[try #require(LanguageTag(tag))] = text }
    return try #require(LocalizedText(tagged))
  }

  /// What a theme's file holds: other bytes for each theme, version and path.
  static func bytes(of id: String, _ version: String, _ path: String) -> [UInt8] {
    Array("\(id) \(version) \(path)".utf8)
  }

  static func manifest(
    _ id: String, _ version: String = "1.0.0", titles: [String: String] = [:],
    compatibility: Compatibility = Compatibility(), entitlement: EntitlementRequirement = .free
  ) throws -> ThemeManifest {
    var titles = titles
    titles["en"] = titles["en"] ?? "Theme \(id)"
    let files = try [("previews/home.png", true), ("wallpaper.png", false)].map { path, isPreview in
      let content = bytes(of: id, version, path)
      return ThemeFile(
        path: try ContentPath(path), sha256: .sha256(content), length: Int64(content.count),
        mediaType: .png, isPreview: isPreview)
    }
    return ThemeManifest(
      theme: ThemeDescription(
        id: try name(id), version: try #require(SemanticVersion(version)),
        title: try text(titles), description: try text(["en": "About \(id)"]),
        author: "Lanyard Studio", license: try #require(LicenseID("CC-BY-4.0")), tags: [],
        palette: [], compatibility: compatibility, entitlement: entitlement),
      files: files, created: epoch)
  }

  static func theme(
    _ id: String, _ version: String = "1.0.0", titles: [String: String] = [:],
    compatibility: Compatibility = Compatibility(), entitlement: EntitlementRequirement = .free
  ) throws -> CatalogTheme {
    CatalogTheme(
      try manifest(
        id, version, titles: titles, compatibility: compatibility, entitlement: entitlement),
      envelope: Array("\(id) \(version)".utf8), publishedAt: epoch)
  }
}
