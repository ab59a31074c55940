import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// Where the own account is signed in, with which devices, and what happened to it.
enum SessionCommands {
  private static let session = Parameter<String?>.optionalArgument(
    "SESSION", help: "as 'sessions list' shows it; every other session when left out with --others")
  private static let others = Parameter<Bool>.flag(
    "others", help: "every session but this one")
  private static let device = Parameter<String>.argument(
    "DEVICE", help: "as 'devices list' shows it")

  static let sessions = Command(
    "sessions", "List and end the account's sessions",
    commands: [
      Command("list", "List them", parameters: [.json], action: listSessions),
      Command(
        "end", "End one, or all others", parameters: [session, others, ProofSource.parameter],
        examples: [
          .init("lanyard account sessions end --others", "Leave nobody signed in but yourself")
        ], action: endSession),
    ])

  static let devices = Command(
    "devices", "List the account's devices, and revoke a phone",
    commands: [
      Command("list", "List them", parameters: [.json], action: listDevices),
      Command(
        "revoke", "Revoke a lost phone: every session on it ends at once",
        parameters: [device, ProofSource.parameter],
        action: revoke),
    ])

  static let log = Command(
    "log", "Show what happened to the account", parameters: [.json],
    action: { call in
      try call.list(
        "entries", at: "/v1/account/log",
        [("AT", "at"), ("ACTION", "action"), ("RESULT", "result"), ("NOTE", "note")],
        nothing: "Nothing happened yet.")
    })

  private static func listSessions(_ call: Invocation) throws -> ExitCode {
    try call.list(
      "sessions", at: "/v1/sessions",
      [
        ("SESSION", "session"), ("CLIENT", "client"), ("DEVICE", "device"),
        ("LAST USED", "last_used_at"), ("CURRENT", "current"), ("SCOPE", "scope"),
      ],
      nothing: "There are no sessions.")
  }

  private static func endSession(_ call: Invocation) throws -> ExitCode {
    let remote = try Remote(call)
    switch (call[session], call[others]) {
    case (nil, false): throw UsageError("which session?", hint: "Name one, or give --others.")
    case (_?, true): throw UsageError("either a session or --others")
    case (nil, true):
      _ = try remote.ask(
        ClientRequest(.delete, "/v1/sessions"), proof: ProofSource(call))
      call.terminal.print("Every other session has ended.", to: .errors)
    case (let name?, false):
      _ = try remote.ask(
        ClientRequest(.delete, "/v1/sessions/\(ClientRequest.escaped(name))"),
        proof: ProofSource(call))
      call.terminal.print("The session has ended.", to: .errors)
    }
    return .ok
  }

  private static func listDevices(_ call: Invocation) throws -> ExitCode {
    try call.list(
      "devices", at: "/v1/devices",
      [
        ("DEVICE", "device"), ("KIND", "kind"), ("PRODUCT", "product"), ("NAME", "name"),
        ("CHANNEL", "channel"), ("INSTALLED", "installed_version"),
      ],
      nothing: "There are no devices.")
  }

  private static func revoke(_ call: Invocation) throws -> ExitCode {
    _ = try Remote(call).ask(
      ClientRequest(.delete, "/v1/devices/\(ClientRequest.escaped(call[device]))"),
      proof: ProofSource(call))
    call.terminal.print("The phone is revoked, and every session on it has ended.", to: .errors)
    return .ok
  }
}
