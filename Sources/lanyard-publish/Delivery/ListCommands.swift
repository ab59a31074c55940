import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// `theme list` and `firmware list`: what is live on the gateway.
enum ListCommands {
  static let themes = Command(
    "list", "List the themes that are live", parameters: [.json]
  ) { call in
    try list(
      call, "/v1/publish/themes", "themes",
      Columns("THEME", "id", "VERSION", "version", "FILES", "files", "TITLE", "title"))
  }

  static let releases = Command(
    "list", "List the releases and how far they are", parameters: [.json]
  ) { call in
    try list(
      call, "/v1/publish/releases", "releases",
      Columns(
        "PRODUCT", "product", "VERSION", "version", "CHANNEL", "channel", "ROLLOUT %",
        "rollout_percent"))
  }

  /// Headings, and the members that stand under them.
  private struct Columns {
    let headings: (String, String, String, String)
    let members: [String]

    init(
      _ first: String, _ firstMember: String, _ second: String, _ secondMember: String,
      _ third: String, _ thirdMember: String, _ fourth: String, _ fourthMember: String
    ) {
      headings = (first, second, third, fourth)
      members = [firstMember, secondMember, thirdMember, fourthMember]
    }
  }

  private static func list(
    _ call: Invocation, _ target: String, _ member: String, _ columns: Columns
  ) throws -> ExitCode {
    let session = try GatewaySession(
      home: Home(of: PublishProgram.identity, environment: call.terminal.environment))
    let answer = try session.send(ClientRequest(.get, target)).orRefused()
    guard case .object(let object)? = answer.json, case .array(let rows)? = object[member] else {
      throw HTTPClientError.malformed(session.stored.gateway)
    }
    var table = Table(
      columns.headings.0, columns.headings.1, columns.headings.2, columns.headings.3)
    for case .object(let row) in rows {
      let cells = columns.members.map { row[$0].map(text) ?? "" }
      table.add(cells[0], cells[1], cells[2], cells[3])
    }
    call.show(json: answer.body, table: table, nothing: "Nothing is published yet.")
    return .ok
  }

  private static func text(_ value: JSONValue) -> String {
    if case .string(let text) = value { return text }
    return String(decoding: value.encoded(), as: UTF8.self)
  }
}
