import AccountSession
import HTTP
import HTTPClient
import HTTPServer
import JSON
import Kernel
import LanyardTesting
import SimulatedRadio
import Testing

@testable import Gateway

/// A whole gateway over loopback, with one account on it. Nothing in it is a stand-in but the radio.
final class GatewayFixture {
  let directory: TemporaryDirectory
  let gateway: RunningGateway
  let log: Log
  private let scheme: String
  private let authorities: String?

  static let identifier = "ada@example.org"
  static let password = "quite unlikely words 42"

  /// - Parameter change: of the configuration that tests usually have.
  init(
    _ directory: TemporaryDirectory = TemporaryDirectory(), air: SimulatedAir? = nil,
    authorities: String? = nil, _ change: (inout GatewayConfiguration) -> Void = { _ in }
  ) throws {
    self.directory = directory
    self.authorities = authorities
    var configuration = GatewayConfiguration(dataDirectory: directory.file("data"))
    configuration.passwordCost = 5
    configuration.loops = 2
    configuration.limits.drain = .seconds(5)
    change(&configuration)
    scheme = configuration.certificate == nil ? "http" : "https"
    log = try Log(to: Descriptor.file(writing: "/dev/null").release(), format: .json)
    gateway = try RunningGateway(configuration, log: log, air: air)
  }

  deinit { gateway.stop() }

  var origin: Origin {
    Origin(isSecure: scheme == "https", host: "127.0.0.1", port: gateway.port)
  }

  func client(trusting authorities: String? = nil) -> HTTPClient {
    var settings = HTTPClient.Settings()
    settings.authorities = authorities ?? self.authorities
    settings.patience = .seconds(20)
    return HTTPClient(origin, settings)
  }

  func makeAccount(_ identifier: String = identifier, roles: Roles = .owner) throws {
    _ = try gateway.accounts.createAccount(
      identifier: identifier, password: Self.password, roles: roles, language: nil)
  }

  /// A client with a session of its own.
  func signIn(
    _ identifier: String = identifier, phone: String? = nil, scope: [String] = []
  ) throws -> SignedIn {
    let client = client()
    var body: JSONObject = [
      "identifier": .string(identifier), "password": .string(Self.password),
    ]
    if let phone {
      body["device"] = .object([
        "product": .string("aurora-phone"), "hardware": .string("a1"),
        "identity": .string(phone), "name": .string(phone),
      ])
    }
    if !scope.isEmpty { body["scope"] = .array(scope.map { .string($0) }) }
    let answer = try client.send(ClientRequest(.post, "/v1/sessions", json: .object(body)))
      .orRefused()
    guard case .object(let tokens)? = answer.json,
      case .string(let access)? = tokens["access_token"]
    else { throw HTTPClientError.malformed(origin) }
    client.token = access
    return SignedIn(client: client, tokens: tokens)
  }

  /// What somebody who is signed in has.
  struct SignedIn {
    let client: HTTPClient
    let tokens: JSONObject

    func status(
      _ method: HTTP.Method, _ target: String, _ json: JSONValue? = nil
    ) throws -> UInt16 {
      let request = json.map { ClientRequest(method, target, json: $0) }
      return try client.send(request ?? ClientRequest(method, target)).status.rawValue
    }

    func object(_ target: String) throws -> JSONObject {
      let answer = try client.send(ClientRequest(.get, target)).orRefused()
      guard case .object(let object)? = answer.json else {
        throw HTTPClientError.malformed(client.origin)
      }
      return object
    }

    func text(_ name: String) -> String {
      if case .string(let text)? = tokens[name] { text } else { "" }
    }
  }
}

/// Looks until it is so, or `patience` has passed.
func eventually(
  within patience: Duration = .seconds(10), _ claim: () throws -> Bool
) throws -> Bool {
  let deadline = MonotonicTime.now + patience
  while try !claim() {
    guard MonotonicTime.now < deadline else { return false }
    try Pause.wait(.milliseconds(5))
  }
  return true
}
