import AccountSession
import Cryptography
import HTTP
import JSON
import Publishing
import SignedMetadata

/// `/v1/publish/themes`, for the content team.
struct ThemePublishingRoutes {
  let desk: ThemeDesk
  let gate: SessionGate

  var all: [Route] {
    let rule = AccessRule(scope: .publish, roles: .publisher)
    return [
      gate.route(
        .post, "/v1/publish/themes",
        AccessRule(scope: .publish, roles: .publisher, audit: "theme.publish"),
        bodyLimit: ContentLimits.documentBytes, contentType: "application/json", handler: publish),
      gate.route(.get, "/v1/publish/themes", rule, handler: live),
    ]
  }

  private func publish(_ request: Request, _ session: Session) -> Answer {
    let (caller, id) = (session.caller, request.id)
    return desk.publishing.delivery(of: request.body, as: ThemeManifest.self, by: caller) {
      [desk] in
      try desk.publish($0, by: caller, requestID: id, in: $1)
    } answer: {
      .json(.created, Self.json($0).encoded())
    }
  }

  private func live(_ request: Request, _ session: Session) -> Answer {
    let catalog = desk.catalogs.current
    let body = JSONValue.members([
      ("catalog_version", .integer(catalog.version)),
      ("themes", .array(catalog.entries.map(Self.json))),
    ])
    return .now(.json(.ok, body.encoded()))
  }

  private static func json(_ published: PublishedTheme) -> JSONValue {
    .members([
      ("id", .string(published.theme.id.rawValue)),
      ("version", .string(published.theme.version.description)),
      ("catalog_version", .integer(published.catalogVersion)),
      ("published_at", .string(published.theme.publishedAt.description)),
    ])
  }

  private static func json(_ entry: Catalog.Entry) -> JSONValue {
    .members([
      ("id", .string(entry.live.id.rawValue)),
      ("version", .string(entry.live.version.description)),
      ("previous", entry.previous.map { .string($0.version.description) }),
      ("title", .string(entry.live.description.title.english)),
      ("files", .integer(Int64(entry.live.fileCount))),
      ("length", .integer(entry.live.length)),
      ("manifest_sha256", .string(entry.live.manifestDigest.hex)),
      ("published_at", .string(entry.live.publishedAt.description)),
    ])
  }
}

extension ThemeRefusal: ProblemError {
  package var problem: Problem {
    switch self {
    case .versionExists:
      Problem(
        .conflict, "version-exists", "This version of the theme was published before.",
        detail: "Raise the version and sign again.")
    case .notNewer(let live):
      Problem(
        .conflict, "version-not-newer", "A higher version of the theme is live.",
        detail: "\(live) is live: sign a higher one.")
    }
  }
}
