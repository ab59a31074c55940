import AccountSession
import Cryptography
import HTTP
import JSON
import Publishing
import SignedMetadata

/// `/v1/themes`, made once for each loop, with that loop's gate.
struct ThemeRoutes {
  let desk: ThemeDesk
  let gate: SessionGate

  var all: [Route] {
    [
      reading("/v1/themes", page),
      reading("/v1/themes/{theme}", theme),
      reading("/v1/themes/{theme}/manifest", manifest),
      reading("/v1/themes/{theme}/previews/{digest}") { file($0, $1, previewsOnly: true) },
      reading("/v1/themes/{theme}/files/{digest}") { file($0, $1, previewsOnly: false) },
    ] + ThemePublishingRoutes(desk: desk, gate: gate).all
  }

  private func reading(
    _ pattern: StaticString, _ handler: @escaping (Request, Session) -> Answer
  ) -> Route {
    gate.route(.get, pattern, AccessRule(scope: .sync), handler: handler)
  }

  private func page(_ request: Request, _ session: Session) -> Answer {
    let query: CatalogQuery
    do {
      query = try CatalogQuery(request)
    } catch {
      return .now(error.problem.response)
    }
    if let kept = session.keptForThemes as? KeptPage,
      kept.answers(query, request, newest: desk.catalogs.version, now: gate.now)
    {
      return .prepared(kept.page)
    }
    // Before the catalog is read: kept under a version that is too old, a page is only encoded once more.
    let newest = desk.catalogs.version
    let now = gate.now
    let page = desk.page(
      query, languages: languages(request, session), rights: session.entitlements, now: now)
    session.keptForThemes = KeptPage(
      page: page, query: query, newest: newest, field: KeptPage.field(of: request),
      until: session.entitlements.nextEnd(after: now))
    return .prepared(page)
  }

  private func theme(_ request: Request, _ session: Session) -> Answer {
    guard let entry = entry(request) else { return .now(Self.noSuchTheme) }
    let rights = Set(session.entitlements.current(at: gate.now).map(\.rawValue))
    let body = entry.live.json(languages: languages(request, session), rights: rights)
    return .now(.theme(body.encoded()))
  }

  private func manifest(_ request: Request, _ session: Session) -> Answer {
    guard let entry = entry(request) else { return .now(Self.noSuchTheme) }
    do {
      let bytes = try ThemeStore.envelope(
        of: entry.live.id.rawValue, version: entry.live.version.name, from: gate.reader)
      guard let bytes else { return .now(Self.noSuchTheme) }
      return .now(.signedDocument(bytes, digest: entry.live.manifestDigest))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func file(_ request: Request, _ session: Session, previewsOnly: Bool) -> Answer {
    guard let theme = request.parameter("theme").flatMap(ContentName.init(rawValue:)),
      let digest = request.parameter("digest").flatMap(Digest.init(hex:))
    else { return .now(Self.noSuchFile) }
    // Taken before the decision, with the session: what changes after it ends the file.
    let verdict = desk.file(
      digest, of: theme, previewsOnly: previewsOnly, rights: session.entitlements, now: gate.now)
    switch verdict {
    case .notThere: return .now(Self.noSuchFile)
    case .rightMissing(let requirement):
      return .now(Problem.lacking(requirement, for: "theme").response)
    case .served(let file):
      return desk.publishing.file(
        digest, as: file.mediaType.rawValue,
        under: gate.authority(of: session) { [desk, gate] in
          let verdict = desk.file(
            digest, of: theme, previewsOnly: previewsOnly, rights: $0.entitlements, now: gate.now)
          return if case .served = verdict { true } else { false }
        })
    }
  }

  private func entry(_ request: Request) -> Catalog.Entry? {
    request.parameter("theme").flatMap(ContentName.init(rawValue:))
      .flatMap { desk.catalogs.current.entry($0) }
  }

  private func languages(_ request: Request, _ session: Session) -> [LanguageTag] {
    ReaderLanguages.parse(request.header("accept-language"), chosen: session.language)
  }

  // MARK: Words

  private static let noSuchTheme = Problem(.notFound, "no-such-theme", "There is no such theme.")
    .response
  private static let noSuchFile = Problem(
    .notFound, "no-such-file", "There is no such file of this theme.",
    detail: "A theme's files change with its version: read its manifest again."
  ).response
}

/// The page that a session was last answered: a phone asks for the same one again and again. Belongs to the session's loop.
private final class KeptPage {
  let page: PreparedResponse
  private let query: CatalogQuery
  private let newest: Int64
  private let languageField: [UInt8]
  private let until: Timestamp?

  init(
    page: PreparedResponse, query: CatalogQuery, newest: Int64, field: [UInt8], until: Timestamp?
  ) {
    self.page = page
    self.query = query
    self.newest = newest
    languageField = field
    self.until = until
  }

  /// Nothing has changed that the page depends on. A change of the account gives the caller another session.
  func answers(_ query: CatalogQuery, _ request: Request, newest: Int64, now: Timestamp) -> Bool {
    self.newest == newest && self.query == query && until.map { now < $0 } ?? true
      && request.withHeader("accept-language") { [languageField] in
        $0.map { $0.elementsEqual(languageField) } ?? languageField.isEmpty
      }
  }

  static func field(of request: Request) -> [UInt8] {
    request.withHeader("accept-language") { $0.map { Array($0) } ?? [] }
  }
}
