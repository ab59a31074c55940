import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// A phone, or whoever else is signed in: a client of the API with its own tokens. One thread at a time.
final class Phone {
  let name: String
  let client: HTTPClient
  private let settings: HTTPClient.Settings
  private(set) var device: String?
  private(set) var refresh = ""

  init(_ name: String, at origin: Origin, trusting certificate: String) {
    self.name = name
    var settings = HTTPClient.Settings()
    settings.authorities = certificate
    settings.userAgent = name
    settings.patience = .seconds(20)
    self.settings = settings
    client = HTTPClient(origin, settings)
  }

  /// The same phone, after the gateway has moved.
  func moved(to origin: Origin) -> Phone {
    let phone = Phone(name, at: origin, trusting: settings.authorities ?? "")
    (phone.client.token, phone.refresh, phone.device) = (client.token, refresh, device)
    return phone
  }

  /// Another connection of the same phone, for another thread.
  /// - Parameter window: see `HTTPClient.Settings.window`.
  func line(window: Int32? = nil) -> Line {
    var settings = settings
    settings.window = window
    return Line(origin: client.origin, settings: settings, token: client.token)
  }

  struct Line: Sendable {
    fileprivate let origin: Origin
    fileprivate let settings: HTTPClient.Settings
    fileprivate let token: String?

    func connect() -> HTTPClient {
      let client = HTTPClient(origin, settings)
      client.token = token
      return client
    }
  }

  // MARK: Signing in

  /// What it says of itself.
  var registration: JSONValue {
    .object([
      "product": .string("aurora-phone"), "hardware": .string("a1"),
      "identity": .string("demo-" + name), "name": .string(name),
      "installed_version": .string("2.0.0"),
    ])
  }

  func signIn(_ identifier: String, _ password: String, isPhone: Bool = true, scope: [String] = [])
    throws
  {
    var body: JSONObject = ["identifier": .string(identifier), "password": .string(password)]
    if isPhone { body["device"] = registration }
    if !scope.isEmpty { body["scope"] = .array(scope.map { .string($0) }) }
    try take(post("/v1/sessions", .object(body)))
  }

  func register(_ identifier: String, _ password: String, codeIn outbox: Outbox) throws {
    let begun = try object(
      ClientRequest(
        .post, "/v1/account/registrations", json: .object(["identifier": .string(identifier)])))
    let ticket = try begun.text("registration").orDisappoint("no ticket was given")
    let code = try outbox.code(for: identifier)
    try take(
      post(
        "/v1/account/registrations/confirm",
        .object([
          "registration": .string(ticket), "code": .string(code), "password": .string(password),
          "device": registration,
        ])))
  }

  /// Approves one act on one object, as a person does who is shown its words.
  ///
  /// - Returns: the words.
  @discardableResult
  func approve(_ act: String, on object: String, _ password: String) throws -> String {
    let answer = try post(
      "/v1/sessions/step-up",
      .object([
        "password": .string(password),
        "approve": .object(["action": .string(act), "object": .string(object)]),
      ]))
    try take(answer)
    guard case .object(let approved)? = answer["approved"] else {
      throw Disappointment("nothing was approved")
    }
    return approved.text("text") ?? ""
  }

  private func take(_ tokens: JSONObject) throws {
    client.token = try tokens.text("access_token").orDisappoint("no token was given")
    refresh = tokens.text("refresh_token") ?? ""
    device = tokens.text("device")
  }

  // MARK: Asking

  /// Whatever is answered.
  func ask(_ method: Method, _ target: String, _ json: JSONValue? = nil) throws -> ClientResponse {
    if let json { return try client.send(ClientRequest(method, target, json: json)) }
    return try client.send(ClientRequest(method, target))
  }

  func status(_ method: Method, _ target: String, _ json: JSONValue? = nil) throws -> UInt16 {
    try ask(method, target, json).status.rawValue
  }

  /// An answer that has to be a yes, and an object.
  func object(_ request: ClientRequest) throws -> JSONObject {
    guard case .object(let object)? = try client.send(request).orRefused().json else {
      throw Disappointment("\(request.target) answered no JSON object")
    }
    return object
  }

  func get(_ target: String, language: String? = nil) throws -> JSONObject {
    let headers = language.map { [(name: "Accept-Language", value: $0)] } ?? []
    return try object(ClientRequest(.get, target, headers: headers))
  }

  @discardableResult
  func post(_ target: String, _ json: JSONValue) throws -> JSONObject {
    try object(ClientRequest(.post, target, json: json))
  }

  func bytes(_ target: String) throws -> [UInt8] {
    try client.send(ClientRequest(.get, target)).orRefused().body
  }
}
