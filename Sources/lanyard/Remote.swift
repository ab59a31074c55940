import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// The gateway that somebody on this machine is signed in to with `lanyard account login`.
struct Remote {
  static let identity = ClientProgram(
    name: "lanyard", signIn: "account login", sessionFile: "lanyard.json")

  private let session: GatewaySession

  init(_ call: Invocation) throws {
    session = try GatewaySession(
      home: Home(of: Self.identity, environment: call.terminal.environment))
  }

  var origin: Origin { session.stored.gateway }
  var identifier: String { session.stored.identifier }

  /// The answer when it is a yes; a no is thrown.
  func ask(
    _ request: ClientRequest, proof: ProofSource = .terminal
  ) throws -> ClientResponse {
    try session.ask(request, proof: proof)
  }

  /// The same, of an answer that is an object.
  func object(_ request: ClientRequest) throws -> JSONObject { try session.object(request) }

  func object(_ target: String) throws -> JSONObject { try object(ClientRequest(.get, target)) }
}

extension Invocation {
  /// Shows a list that the gateway keeps: the objects of `member` of what is at `path`, a column for each of their members named.
  ///
  /// - Parameter nothing: what is said of an empty list.
  func list(
    _ member: String, at path: String, _ columns: [(heading: String, member: String)],
    nothing: String
  ) throws -> ExitCode {
    let answer = try Remote(self).object(path)
    show(
      json: answer.encoded, table: .of(answer.objects(member), columns), nothing: nothing)
    return .ok
  }
}

extension JSONObject {
  /// For a cell of a table: text as it is, anything else as JSON writes it, nothing as a dash.
  func cell(_ name: String) -> String {
    switch self[name] {
    case nil, .null?: "-"
    case .string(let text)?: text
    case .array?: texts(name).isEmpty ? "-" : texts(name).joined(separator: ", ")
    case let value?: String(decoding: value.encoded(), as: UTF8.self)
    }
  }

  var encoded: [UInt8] { JSONValue.object(self).encoded() }
}

extension Table {
  /// A row of each object's members, in the order of `names`; the table has as many headings as there are names.
  static func of(_ objects: [JSONObject], _ columns: [(heading: String, member: String)]) -> Table {
    var table = Table(columns.map(\.heading))
    for object in objects { table.add(columns.map { object.cell($0.member) }) }
    return table
  }
}
