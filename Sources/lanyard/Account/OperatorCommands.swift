import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// What operators do to accounts.
enum OperatorCommands {
  private static let roleOptions = Parameter<[RoleName]>.repeated(
    "role", "ROLE", help: "owner is every account's")
  private static let identifier = Parameter<String>.argument(
    "IDENTIFIER", help: "an e-mail address or phone number")
  private static let roleWords = Parameter<[RoleName]>.arguments(
    "ROLE", isRequired: true, help: "all that the account is to have")

  static let show = Command(
    "show", "Show an account, as an operator", parameters: [AccountName.parameter, .json]
  ) { call in
    let remote = try Remote(call)
    let account = try AccountName.find(call[AccountName.parameter], on: remote)
    call.show(json: account.encoded, table: table(account), nothing: "")
    return .ok
  }

  static let create = Command(
    "create", "Create an account, as an operator",
    parameters: [identifier, roleOptions, PasswordInput.fromStandardInput, .json],
    examples: [
      .init(
        "lanyard account create team@example.org --role publisher",
        "An account that may publish; asks for its password")
    ]
  ) { call in
    let remote = try Remote(call)
    let password = try PasswordInput.new(call, for: call[identifier])
    let account = try remote.object(
      ClientRequest(
        .post, "/v1/operator/accounts",
        json: .object([
          "identifier": .string(call[identifier]), "password": .string(password),
          "roles": .array(names(call[roleOptions])),
        ])))
    call.show(json: account.encoded, table: table(account), nothing: "")
    return .ok
  }

  static let roles = Command(
    "roles", "Set what an account may be, as an operator",
    details: "A role that is taken away ends at once, on every connection.",
    parameters: [AccountName.parameter, roleWords]
  ) { call in
    let remote = try Remote(call)
    _ = try remote.ask(
      ClientRequest(
        .put, AccountName.path(call, on: remote) + "/roles",
        json: .object(["roles": .array(names(call[roleWords]))])))
    call.terminal.print("The account's roles are set.", to: .errors)
    return .ok
  }

  static let signOut = Command(
    "sign-out", "End every session of an account, as an operator",
    parameters: [AccountName.parameter]
  ) { call in
    let remote = try Remote(call)
    _ = try remote.ask(
      ClientRequest(.delete, AccountName.path(call, on: remote) + "/sessions"))
    call.terminal.print("Every session of the account has ended.", to: .errors)
    return .ok
  }

  static let log = Command(
    "operator-log", "Show what operators and publishers did", parameters: [.json]
  ) { call in
    try call.list(
      "entries", at: "/v1/operator/log",
      [
        ("AT", "at"), ("ACTOR", "actor"), ("SUBJECT", "subject"), ("ACTION", "action"),
        ("RESULT", "result"), ("NOTE", "note"),
      ],
      nothing: "Nothing happened yet.")
  }

  private static func names(_ roles: [RoleName]) -> [JSONValue] {
    Set([RoleName.owner] + roles).map(\.rawValue).sorted().map { .string($0) }
  }

  private static func table(_ account: JSONObject) -> Table {
    .of(
      [account],
      [
        ("ACCOUNT", "account"), ("IDENTIFIERS", "identifiers"), ("ROLES", "roles"),
        ("CREATED", "created_at"),
      ])
  }
}

enum RoleName: String, CaseIterable, ArgumentValue {
  case owner
  case publisher
  case `operator`
}
