import Commands
import Gateway
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// `lanyard accessory link`: opens a link and stays with it until it is decided.
enum LinkCommand {
  private static let kind = Parameter<AccessoryKindName>.argument(
    "KIND", help: "what to link")
  private static let address = Parameter<String?>.option(
    "address", "ADDRESS",
    help: "which one, as 'accessory nearby' shows it; the nearest when left out")
  private static let yes = Parameter<Bool>.flag(
    "yes", short: "y", help: "take the digits to be the same without asking")
  private static let passkey = Parameter<UInt32?>.option(
    "passkey", "DIGITS", help: "the six digits that the accessory shows, instead of being asked")
  private static let key = Parameter<Bool>.flag(
    "key", help: "ask for the accessory's own key, without which some makes listen to nobody")
  private static let history = Parameter<Bool>.flag(
    "history", help: "take over what a Mi scale kept, instead of only hearing it")

  static let command = Command(
    "link", "Link a band or a scale to the account",
    details: """
      Follows the link until it is decided and says what to do: press the accessory's button, compare six digits, type them, \
      step onto the scale. Ctrl-C leaves the link to its own end.
      """,
    parameters: [kind, address, key, history, yes, passkey, .json],
    examples: [.init("lanyard accessory link band", "Link the nearest band")],
    action: run)

  private static func run(_ call: Invocation) throws -> ExitCode {
    let remote = try Remote(call)
    var wish: JSONObject = ["kind": .string(call[kind].rawValue)]
    wish["address"] = call[address].map { .string($0) }
    if call[key] { wish["key"] = .string(try Prompt.secret("The accessory's key, 32 digits:")) }
    if call[history] { wish["history"] = .bool(true) }
    var link = try remote.object(
      ClientRequest(.post, "/v1/accessories/links", json: .object(wish)))
    let path = "/v1/accessories/links/\(ClientRequest.escaped(link.cell("link")))"
    var told = ""
    while true {
      let state = link.cell("state")
      if state == "linked" { return report(link, call) }
      if let refusal = refusal(of: link, in: state) { throw refusal }
      let words = advice(for: link, in: state)
      if words != told {
        call.terminal.print(words, to: .errors)
        told = words
        if let answer = try answer(to: link, call) {
          link = try remote.object(ClientRequest(.post, path + "/pairing", json: .object(answer)))
          continue
        }
      }
      try Pause.wait(.milliseconds(300))
      link = try remote.object(path)
    }
  }

  private static func report(_ link: JSONObject, _ call: Invocation) -> ExitCode {
    call.show(
      json: link.encoded,
      table: .of([link], [("ACCESSORY", "accessory"), ("KIND", "kind"), ("ADDRESS", "address")]),
      nothing: "")
    return .ok
  }

  /// Nil while the link is on its way.
  private static func refusal(of link: JSONObject, in state: String) -> Failure? {
    switch state {
    case "refused":
      guard case .object(let refusal)? = link["refusal"] else {
        return Failure(.failed, "the link was refused")
      }
      return Failure(.failed, refusal.cell("detail"))
    case "cancelled": return Failure(.failed, "the link was cancelled")
    case "expired": return Failure(.failed, "nothing came of the link in time")
    default: return nil
    }
  }

  private static func advice(for link: JSONObject, in state: String) -> String {
    guard case .object(let pairing)? = link["pairing"] else {
      return "\(state): keep the \(link.cell("kind")) near, and press its button or step onto it."
    }
    return switch pairing.cell("kind") {
    case "compare": "The accessory should show \(pairing.cell("digits"))."
    case "show_passkey": "Type \(pairing.cell("digits")) on the accessory."
    case "enter_passkey": "The accessory shows six digits."
    default: "The accessory wants to be linked."
    }
  }

  /// What is to be answered to the pairing, asked of the person where it was not said before; nil when there is nothing to answer.
  private static func answer(to link: JSONObject, _ call: Invocation) throws -> JSONObject? {
    guard case .object(let pairing)? = link["pairing"] else { return nil }
    switch pairing.cell("kind") {
    case "show_passkey": return nil
    case "enter_passkey":
      if let digits = call[passkey] { return ["passkey": .integer(Int64(digits))] }
      let typed = try Prompt.line("The six digits:")
      guard let digits = UInt32(typed), digits <= 999_999 else {
        throw Failure(.usage, "that is not six digits")
      }
      return ["passkey": .integer(Int64(digits))]
    default:
      if call[yes] { return ["answer": .string("confirm")] }
      let typed = try Prompt.line("Is it so? Type yes or no:")
      return ["answer": .string(typed.lowercased().hasPrefix("y") ? "confirm" : "reject")]
    }
  }
}

enum AccessoryKindName: String, CaseIterable, ArgumentValue {
  case band
  case scale
}
