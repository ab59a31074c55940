import Cryptography
import HTTP
import JSON
import Publishing
import SignedMetadata

/// Everything that a page of the catalog depends on: two callers with equal keys are answered the same bytes.
struct CatalogPageKey: Hashable, Sendable {
  /// The catalog that the page is taken from.
  let catalog: Int64
  let query: CatalogQuery
  /// The reader's languages, best first, without those the catalog has no text in.
  let languages: [LanguageTag]
  /// The rights the account holds now, sorted, without those no theme asks for.
  let rights: [String]
}

extension Catalog {
  /// Shortens what a caller wants and holds to what makes a difference here, so that a page is encoded once for many callers.
  func key(for query: CatalogQuery, languages: [LanguageTag], rights: [String]) -> CatalogPageKey {
    var served: [LanguageTag] = []
    for language in languages where hasTexts(in: language) {
      // Kept as wanted, not as found: one theme may have the region's text, another the bare language's only.
      served.append(language)
      // Every text is there in English: nothing behind it is ever reached.
      if language == .english || language.text.hasPrefix("en-") { break }
    }
    return CatalogPageKey(
      catalog: version, query: query, languages: served,
      rights: rights.filter(rightsAsked.contains).sorted())
  }

  /// Whether a reader of `language` finds any text, shortened as RFC 4647 section 3.4 says.
  private func hasTexts(in language: LanguageTag) -> Bool {
    var tag: LanguageTag? = language
    while let candidate = tag {
      if languages.contains(candidate) { return true }
      tag = candidate.broader
    }
    return false
  }

  /// The answer to a page: encoded here, once per key.
  func encode(_ key: CatalogPageKey) -> PreparedResponse {
    let page = page(
      after: key.query.cursor?.after, fitting: key.query.filter, limit: key.query.limit)
    let rights = Set(key.rights)
    var next: String?
    if page.hasMore, let last = page.themes.last {
      // A walk stays in the catalog in which it began.
      next = CatalogCursor(version: version, after: last.id).description
    }
    let body = JSONValue.members([
      ("catalog_version", .integer(version)),
      (
        "themes",
        .array(page.themes.map { $0.json(languages: key.languages, rights: rights) })
      ),
      ("next", next.map { .string($0) }),
    ])
    return PreparedResponse(.theme(body.encoded()))
  }
}

extension CatalogTheme {
  /// - Parameter rights: names held now.
  func json(languages: [LanguageTag], rights: Set<String>) -> JSONValue {
    let title = description.title.best(for: languages)
    let text = description.description.best(for: languages)
    return .members([
      ("id", .string(id.rawValue)),
      ("version", .string(version.description)),
      ("title", .string(title.text)),
      ("description", .string(text.text)),
      ("language", .string(title.tag.text)),
      ("author", .string(description.author)),
      ("license", .string(description.license.text)),
      ("tags", .array(description.tags.map { .string($0.rawValue) })),
      ("palette", .members(description.palette.map { ($0.name.rawValue, .string("\($0.color)")) })),
      ("compatibility", description.compatibility.json),
      ("length", .integer(length)),
      ("published_at", .string(publishedAt.description)),
      ("previews", .array(previews.map { $0.json(previewOf: id) })),
      ("manifest", .string("/v1/themes/\(id)/manifest")),
      ("available", .bool(description.entitlement.isMet(by: rights))),
      ("requires", description.entitlement.json),
    ])
  }
}

extension EntitlementRequirement {
  fileprivate func isMet(by rights: Set<String>) -> Bool {
    switch self {
    case .free: true
    case .anyOf(let names): !rights.isDisjoint(with: names)
    }
  }

  /// What it takes to have the theme; nothing for a free one.
  fileprivate var json: JSONValue? {
    remedy.map { remedy in
      .members([
        ("any_of", .array(remedy.missing.map { .string($0) })),
        ("how", .string(remedy.advice)),
      ])
    }
  }
}

extension Compatibility {
  fileprivate var json: JSONValue {
    .members([
      (
        "system",
        system.map {
          .members([
            ("from", $0.from.map { .string($0.description) }),
            ("below", $0.below.map { .string($0.description) }),
          ])
        }
      ),
      ("screens", .array(screens.map { .string($0.rawValue) })),
      ("bands", .array(bands.map { .string($0.rawValue) })),
    ])
  }
}

extension ThemeFile {
  fileprivate func json(previewOf theme: ContentName) -> JSONValue {
    .members([
      ("sha256", .string(sha256.hex)),
      ("length", .integer(length)),
      ("media_type", .string(mediaType.rawValue)),
      ("href", .string("/v1/themes/\(theme)/previews/\(sha256.hex)")),
    ])
  }
}

extension Response {
  /// JSON that its reader may keep but must ask about again: whose it is, and in which language, is part of what it is.
  static func theme(_ body: [UInt8]) -> Response {
    Response(
      .ok,
      headers: [
        ("Content-Type", "application/json"), ("Cache-Control", "private, no-cache"),
        ("Vary", "Authorization, Accept-Language"),
      ],
      body: body, etag: "\"\(Digest.sha256(body).hex.prefix(32))\"")
  }
}
