import HTTP
import JSON

@testable import AccountSession

/// What somebody does who has, or wants, an account.
extension AccountFixture {
  static let passphrase = "seven quiet otters row upstream"
  static let phoneJSON =
    #"{"product":"aurora-phone","hardware":"a1","identity":"phone-1","name":"Ada's phone"}"#

  @discardableResult
  func account(
    named identifier: String, password: String = passphrase, roles: Roles = .owner
  ) throws -> AccountID {
    try desk.createAccount(
      identifier: identifier, password: password, roles: roles, language: nil)
  }

  // MARK: Registering

  func register(_ identifier: String, source: String = "192.0.2.1") -> Reply {
    ask(
      .post, "/v1/account/registrations", body: #"{"identifier":"\#(identifier)"}"#,
      source: source)
  }

  func confirm(
    _ ticket: String, _ code: String, password: String = passphrase, device: String? = nil
  ) -> Reply {
    let device = device.map { #","device":\#($0)"# } ?? ""
    return ask(
      .post, "/v1/account/registrations/confirm",
      body: #"{"registration":"\#(ticket)","code":"\#(code)","password":"\#(password)"\#(device)}"#)
  }

  /// The code that was sent last; nil when the last message had none.
  var lastCode: String? { delivery.messages.last?.code }

  /// A code that is not this one.
  static func wrong(_ code: String) -> String { code.hasPrefix("1") ? "20000000" : "10000000" }

  // MARK: Signing in

  func signIn(
    _ identifier: String, _ password: String = passphrase, device: String? = nil,
    credential: String? = nil, scope: String? = nil, source: String = "192.0.2.1"
  ) -> Reply {
    Reply(
      signingIn(
        identifier, password, device: device, credential: credential, scope: scope,
        source: source))
  }

  func signingIn(
    _ identifier: String, _ password: String = passphrase, device: String? = nil,
    credential: String? = nil, scope: String? = nil, source: String = "192.0.2.1"
  ) -> Answer {
    var body: JSONObject = ["identifier": .string(identifier), "password": .string(password)]
    body["device"] = device.flatMap { try? JSONValue.parsed(Array($0.utf8)) }
    body["device_credential"] = credential.map { .string($0) }
    body["scope"] = scope.map { .array($0.split(separator: " ").map { .string(String($0)) }) }
    return answer(
      .post, "/v1/sessions",
      body: String(decoding: JSONValue.object(body).encoded(), as: UTF8.self),
      source: source)
  }
}

extension Reply {
  /// Everything of it that a client can see, for comparing two of them. The server adds nothing that depends on the handler.
  var visible: String {
    let headers = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return "\(status?.rawValue ?? 0)\n\(headers.joined(separator: "\n"))\n\n\(text)"
  }
}
