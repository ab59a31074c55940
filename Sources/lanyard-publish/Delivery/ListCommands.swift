import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// `list`, `theme list` and `firmware list`: what is live on the gateway.
enum ListCommands {
  static let everything = Command(
    "list", "List all that is live", parameters: [.json]
  ) { call in
    let session = try session(for: call)
    let themes = try Listing.themes.fetch(over: session)
    let releases = try Listing.releases.fetch(over: session)
    let both = JSONValue.object([
      Listing.themes.member: .array(themes), Listing.releases.member: .array(releases),
    ])
    call.show(
      json: both.encoded(), table: Listing.themes.table(of: themes), nothing: "No themes yet.")
    guard !call[.json] else { return .ok }
    call.show(
      json: both.encoded(), table: Listing.releases.table(of: releases), nothing: "No releases yet."
    )
    return .ok
  }

  static let themes = one(.themes, "List the themes that are live")
  static let releases = one(.releases, "List the releases and how far they are")

  private static func one(_ listing: Listing, _ summary: String) -> Command {
    Command("list", summary, parameters: [.json]) { call in
      let rows = try listing.fetch(over: session(for: call))
      call.show(
        json: JSONValue.object([listing.member: .array(rows)]).encoded(),
        table: listing.table(of: rows), nothing: "Nothing is published yet.")
      return .ok
    }
  }

  private static func session(for call: Invocation) throws -> GatewaySession {
    try GatewaySession(
      home: Home(of: PublishProgram.identity, environment: call.terminal.environment))
  }
}

/// One kind of content: where its list is, and what of it a person wants to see.
private struct Listing {
  let target: String
  /// The answer's member that holds the rows.
  let member: String
  /// Four headings, each with the member of a row that stands under it.
  let columns: [(heading: String, member: String)]

  static let themes = Listing(
    target: "/v1/publish/themes", member: "themes",
    columns: [
      ("THEME", "id"), ("VERSION", "version"), ("FILES", "files"), ("TITLE", "title"),
    ])
  static let releases = Listing(
    target: "/v1/publish/releases", member: "releases",
    columns: [
      ("PRODUCT", "product"), ("VERSION", "version"), ("CHANNEL", "channel"),
      ("ROLLOUT %", "rollout_percent"),
    ])

  func fetch(over session: GatewaySession) throws -> [JSONValue] {
    let answer = try session.send(ClientRequest(.get, target)).orRefused()
    guard case .object(let object)? = answer.json, case .array(let rows)? = object[member] else {
      throw HTTPClientError.malformed(session.stored.gateway)
    }
    return rows
  }

  func table(of rows: [JSONValue]) -> Table {
    var table = Table(
      columns[0].heading, columns[1].heading, columns[2].heading, columns[3].heading)
    for case .object(let row) in rows {
      let cells = columns.map { row[$0.member].map(Self.text) ?? "" }
      table.add(cells[0], cells[1], cells[2], cells[3])
    }
    return table
  }

  private static func text(_ value: JSONValue) -> String {
    if case .string(let text) = value { return text }
    return String(decoding: value.encoded(), as: UTF8.self)
  }
}
