import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// The own account's second factors, and the codes on paper that stand in for them.
enum FactorCommands {
  private static let name = Parameter<String>.argument(
    "NAME", help: "what the authenticator is to be called, as 'phone'")
  private static let factor = Parameter<String>.argument(
    "FACTOR", help: "as 'factors list' shows it")

  static let factors = Command(
    "factors", "List, add and remove the account's second factors",
    commands: [
      Command("list", "List them, removed ones too", parameters: [.json], action: list),
      Command(
        "add", "Add an authenticator program; from then on signing in needs its code",
        parameters: [name],
        examples: [
          .init("lanyard account factors add phone", "Shows a secret and asks for the first code")
        ], action: add),
      Command("remove", "Remove one", parameters: [factor], action: remove),
    ])

  static let recoveryCodes = Command(
    "recovery-codes", "Show new recovery codes; the old ones are void",
    action: { call in
      let answer = try Remote(call).object(ClientRequest(.post, "/v1/account/recovery-codes"))
      show(answer.texts("recovery_codes"), call)
      return .ok
    })

  private static func list(_ call: Invocation) throws -> ExitCode {
    try call.list(
      "factors", at: "/v1/account/factors",
      [
        ("FACTOR", "factor"), ("NAME", "name"), ("CONFIRMED", "confirmed_at"),
        ("REMOVED", "removed_at"),
      ],
      nothing: "The account has no second factor.")
  }

  private static func add(_ call: Invocation) throws -> ExitCode {
    let remote = try Remote(call)
    let begun = try remote.object(
      ClientRequest(.post, "/v1/account/factors", json: .object(["name": .string(call[name])])))
    call.terminal.print("Give this secret to the authenticator: \(begun.cell("secret"))")
    call.terminal.print("Or this link: \(begun.cell("uri"))")
    let code = try Prompt.secret("The code that it shows:")
    let confirmed = try remote.object(
      ClientRequest(
        .post, "/v1/account/factors/\(ClientRequest.escaped(begun.cell("factor")))/confirm",
        json: .object(["code": .string(code)])))
    call.terminal.print("Signing in now needs a code of it.", to: .errors)
    show(confirmed.texts("recovery_codes"), call)
    return .ok
  }

  private static func remove(_ call: Invocation) throws -> ExitCode {
    _ = try Remote(call).ask(
      ClientRequest(.delete, "/v1/account/factors/\(ClientRequest.escaped(call[factor]))"))
    call.terminal.print("The factor is removed.", to: .errors)
    return .ok
  }

  private static func show(_ codes: [String], _ call: Invocation) {
    guard !codes.isEmpty else { return }
    call.terminal.print(
      "Each of these opens once in place of the authenticator. They are not shown again:",
      to: .errors)
    for code in codes { call.terminal.print(code) }
  }
}
