import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// `lanyard accessory`: the account's bands and scales, over the API.
enum AccessoryCommands {
  private static let accessory = Parameter<String>.argument(
    "ACCESSORY", help: "as 'accessory list' shows it (dev_…)")

  static let command = Command(
    "accessory", "Link accessories and read what they measure",
    commands: [
      list, nearby, LinkCommand.command, rename, unlink, MeasurementCommands.command,
    ])

  private static let list = Command(
    "list", "List the account's accessories", parameters: [.json]
  ) { call in
    try call.list(
      "accessories", at: "/v1/accessories",
      [
        ("ACCESSORY", "accessory"), ("KIND", "kind"), ("PRODUCT", "product"), ("NAME", "name"),
        ("STATE", "state"), ("BATTERY %", "battery_percent"), ("LAST SEEN", "last_seen_at"),
        ("INSTALLED", "installed_version"),
      ],
      nothing: "No accessory is linked. 'lanyard accessory nearby' shows what could be.")
  }

  private static let nearby = Command(
    "nearby", "List what the gateway's radio hears and could link", parameters: [.json]
  ) { call in
    try call.list(
      "nearby", at: "/v1/accessories/nearby",
      [
        ("ADDRESS", "address"), ("KIND", "kind"), ("MODEL", "model"), ("NAME", "name"),
        ("SIGNAL", "signal"), ("SEEN", "seen_at"),
      ],
      nothing: "The radio hears nothing that could be linked.")
  }

  private static let name = Parameter<String>.argument("NAME", help: "what to call it")

  private static let rename = Command(
    "rename", "Give an accessory another name", parameters: [accessory, name]
  ) { call in
    _ = try Remote(call).ask(
      ClientRequest(
        .patch, "/v1/accessories/\(ClientRequest.escaped(call[accessory]))",
        json: .object(["name": .string(call[name])])))
    return .ok
  }

  private static let unlink = Command(
    "unlink", "Let an accessory go, be it here or away",
    parameters: [accessory, ProofSource.parameter]
  ) { call in
    _ = try Remote(call).ask(
      ClientRequest(.delete, "/v1/accessories/\(ClientRequest.escaped(call[accessory]))"),
      proof: ProofSource(call))
    call.terminal.print("The accessory is let go; what it measured stays.", to: .errors)
    return .ok
  }
}
