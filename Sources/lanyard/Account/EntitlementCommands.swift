import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// What accounts hold, and how operators give and take it.
enum EntitlementCommands {
  private static let account = AccountName.parameter
  private static let name = Parameter<String>.argument(
    "NAME", help: "plan:<name> for a plan, item:<name> for one thing bought")
  private static let endsAt = Parameter<Moment?>.option(
    "ends-at", "TIME", help: "when it ends, as 2030-01-31; never when left out")
  private static let source = Parameter<String>.option(
    "source", "TEXT", default: "operator", help: "where it comes from, for the records")

  static let list = Command(
    "entitlements", "List what an account holds, as an operator", parameters: [account, .json]
  ) { call in
    let remote = try Remote(call)
    let answer = try remote.object(AccountName.path(call, on: remote) + "/entitlements")
    call.show(
      json: answer.encoded,
      table: .of(
        answer.objects("entitlements"),
        [("NAME", "name"), ("SOURCE", "source"), ("GRANTED", "granted_at"), ("ENDS", "ends_at")]),
      nothing: "The account holds nothing.")
    return .ok
  }

  static let grant = Command(
    "grant", "Give an account a right, as an operator",
    parameters: [account, name, endsAt, source],
    examples: [
      .init("lanyard account grant ada@example.org plan:plus", "Everything that the plan has")
    ]
  ) { call in
    let remote = try Remote(call)
    var body: JSONObject = ["name": .string(call[name]), "source": .string(call[source])]
    body["ends_at"] = call[endsAt].map { .string($0.argument) }
    _ = try remote.ask(
      ClientRequest(
        .post, AccountName.path(call, on: remote) + "/entitlements", json: .object(body)))
    call.terminal.print("The account holds \(call[name]).", to: .errors)
    return .ok
  }

  static let revoke = Command(
    "revoke", "Take a right from an account, as an operator",
    details: "What is being downloaded under the right is cut off in the middle.",
    parameters: [account, name]
  ) { call in
    let remote = try Remote(call)
    let path = try AccountName.path(call, on: remote)
    _ = try remote.ask(
      ClientRequest(.delete, "\(path)/entitlements/\(ClientRequest.escaped(call[name]))"))
    call.terminal.print("The account no longer holds \(call[name]).", to: .errors)
    return .ok
  }
}
