import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// `lanyard accessory measurements`: what was measured, for an eye, for a program, or for a spreadsheet.
enum MeasurementCommands {
  private static let kind = Parameter<String>.argument(
    "KIND", help: "heart_rate, steps, weight, battery and others")
  private static let accessory = Parameter<String?>.option(
    "accessory", "ACCESSORY", help: "of one accessory only")
  private static let from = Parameter<Moment?>.option(
    "from", "TIME", help: "from this moment on, as 2026-11-24 or 2026-11-24T05:00:00Z")
  private static let to = Parameter<Moment?>.option("to", "TIME", help: "until before this moment")
  private static let limit = Parameter<Int>.option(
    "limit", "N", default: 50, help: "how many of a page are shown, up to 1000")
  private static let cursor = Parameter<String?>.option(
    "cursor", "CURSOR", help: "goes on where an earlier page ended")
  private static let csv = Parameter<Bool>.flag(
    "csv", help: "everything in the range, as a file for a spreadsheet")

  static let command = Command(
    "measurements", "Show or export what was measured",
    parameters: [kind, accessory, from, to, limit, cursor, csv, .json],
    examples: [
      .init("lanyard accessory measurements weight", "Every weight, the first one first"),
      .init(
        "lanyard accessory measurements heart_rate --csv > heart.csv", "Take everything along"),
    ],
    action: run)

  private static func run(_ call: Invocation) throws -> ExitCode {
    let remote = try Remote(call)
    var items = [("kind", call[kind])]
    if let value = call[accessory] { items.append(("accessory", value)) }
    if let value = call[from] { items.append(("from", value.argument)) }
    if let value = call[to] { items.append(("to", value.argument)) }
    if call[csv], call[.json] { throw UsageError("either --csv or --json") }
    if call[csv] { return try export(items, from: remote, to: call.terminal) }
    items.append(("limit", String(call[limit])))
    if let value = call[cursor] { items.append(("cursor", value)) }
    let answer = try remote.object("/v1/measurements?\(query(items))")
    call.show(
      json: answer.encoded,
      table: .of(
        answer.objects("measurements"),
        [("TAKEN", "taken_at"), ("VALUE", "value"), ("UNIT", "unit"), ("ACCESSORY", "accessory")]),
      nothing: "Nothing was measured.")
    if let next = answer.text("next_cursor"), !call[.json] {
      call.terminal.print("There is more: --cursor \(Terminal.plain(next))", to: .errors)
    }
    return .ok
  }

  /// Page by page, as the answer's Link header leads (RFC 8288), under one line of headings.
  private static func export(
    _ items: [(String, String)], from remote: Remote, to terminal: Terminal
  ) throws -> ExitCode {
    var target: String? = "/v1/measurements/export?\(query(items + [("format", "csv")]))"
    var isFirst = true
    while let next = target {
      let page = try remote.ask(ClientRequest(.get, next))
      let headings = (page.body.firstIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      terminal.write(isFirst ? page.body : Array(page.body[headings...]))
      isFirst = false
      target = page["link"].flatMap(nextTarget)
    }
    return .ok
  }

  /// The target of `<…>; rel="next"`.
  static func nextTarget(_ link: String) -> String? {
    guard link.hasPrefix("</"), link.contains("rel=\"next\""), let end = link.firstIndex(of: ">")
    else { return nil }
    return String(link[link.index(after: link.startIndex)..<end])
  }

  private static func query(_ items: [(String, String)]) -> String {
    items.map { "\($0.0)=\(ClientRequest.escaped($0.1))" }.joined(separator: "&")
  }
}
