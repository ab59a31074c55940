import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// `list`, `theme list` and `firmware list`: what is live on the gateway.
enum ListCommands {
  static let all = Command(
    "list", "List all that is published", parameters: [.json]
  ) { call in
    let session = try PublishProgram.session(call)
    let (themes, releases) = (
      try published(Self.themes, on: session), try published(Self.releases, on: session)
    )
    var table = Table("KIND", "NAME", "VERSION")
    for theme in themes { table.add("theme", theme.cell("id"), theme.cell("version")) }
    for release in releases {
      table.add("release", release.cell("product"), release.cell("version"))
    }
    let json = JSONValue.object([
      "themes": .array(themes.map { .object($0) }),
      "releases": .array(releases.map { .object($0) }),
    ])
    call.show(json: json.encoded(), table: table, nothing: nothing)
    return .ok
  }

  static let ofThemes = Command(
    "list", "List the themes that are live", parameters: [.json]
  ) { call in
    let rows = try published(themes, on: PublishProgram.session(call))
    var table = Table("THEME", "VERSION", "BEFORE", "FILES", "TITLE")
    for row in rows {
      table.add(
        row.cell("id"), row.cell("version"), row.cell("previous"), row.cell("files"),
        row.cell("title"))
    }
    show(rows, as: themes.member, table, call)
    return .ok
  }

  static let ofReleases = Command(
    "list", "List the releases and how far they are", parameters: [.json]
  ) { call in
    let rows = try published(releases, on: PublishProgram.session(call))
    var table = Table(
      "PRODUCT", "VERSION", "CHANNEL", "ROLLOUT %", "PAUSED", "INSTALLED", "FAILED")
    for row in rows {
      table.add(
        row.cell("product"), row.cell("version"), row.cell("channel"),
        row.cell("rollout_percent"), row.cell("paused"), row.cell("installed"), row.cell("failed"))
    }
    show(rows, as: releases.member, table, call)
    return .ok
  }

  /// Where a kind is listed, and under which member.
  private static let themes = (target: "/v1/publish/themes", member: "themes")
  private static let releases = (target: "/v1/publish/releases", member: "releases")
  private static let nothing = "Nothing is published yet."

  private static func published(
    _ kind: (target: String, member: String), on session: GatewaySession
  ) throws -> [JSONObject] {
    let answer = try session.send(ClientRequest(.get, kind.target)).orRefused()
    guard case .object(let object)? = answer.json, case .array(let rows)? = object[kind.member]
    else { throw HTTPClientError.malformed(session.stored.gateway) }
    return rows.compactMap { if case .object(let row) = $0 { row } else { nil } }
  }

  private static func show(
    _ rows: [JSONObject], as member: String, _ table: Table, _ call: Invocation
  ) {
    let json = JSONValue.object([member: .array(rows.map { .object($0) })])
    call.show(json: json.encoded(), table: table, nothing: nothing)
  }
}

extension JSONObject {
  /// For a table: text as it is, nothing as a dash, all else as JSON writes it.
  func cell(_ name: String) -> String {
    switch self[name] {
    case nil, .null?: "-"
    case .string(let text)?: text
    case let value?: String(decoding: value.encoded(), as: UTF8.self)
    }
  }
}
