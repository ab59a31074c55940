import Cryptography
import HTTP
import JSON
import Testing

@testable import AccountSession

/// An owner with a phone in hand.
struct PhoneOwner {
  let fixture: AccountFixture
  let account: AccountID
  let device: DeviceID
  let key: P256.PrivateKey
  /// Of the session on the phone; another one after each proof.
  private(set) var token: String

  init(
    _ fixture: AccountFixture, _ name: String = "ada@example.org", key: P256.PrivateKey = .init()
  ) throws {
    self.fixture = fixture
    self.key = key
    self.name = name
    account = try fixture.account(named: name)
    let reply = fixture.signIn(name, device: AccountFixture.phoneJSON)
    token = try #require(reply.string("access_token"))
    device = try #require(reply.string("device").flatMap { DeviceID($0) })
  }

  private let name: String

  /// Where the token has ended meanwhile.
  mutating func signInAgain() throws {
    token = try #require(
      fixture.signIn(name, device: AccountFixture.phoneJSON).string("access_token"))
  }

  var path: String { "/v1/devices/\(device)" }

  /// The members `key` and `proof` of a body.
  func proof(_ message: [UInt8], by signer: P256.PrivateKey? = nil) -> String {
    let signature = Hex.encode((signer ?? key).sign(message))
    return #""key":"\#(Hex.encode(key.publicKey.bytes))","proof":"\#(signature)""#
  }

  mutating func approve(_ act: ApprovedAct) throws {
    token = try fixture.approving(act, object: device.description, by: token)
  }

  func ask(_ method: HTTP.Method, _ path: String, _ body: String? = nil) -> Reply {
    fixture.ask(method, path, token: token, body: body)
  }

  mutating func bind() throws -> Reply {
    try approve(.lockPhone)
    let message = PhoneKey.message("phone-bind", device.description, account.description)
    return ask(.put, path + "/lock", "{\(proof(message))}")
  }

  mutating func reset(
    _ act: ApprovedAct, showing nonce: PermitNonce, way: String = "online"
  ) throws -> Reply {
    try approve(act)
    let route = act == .erasePhone ? "/erase" : "/release"
    return ask(.post, path + route, #"{"nonce":"\#(nonce.text)","way":"\#(way)"}"#)
  }

  func state() -> String? { ask(.get, path + "/lock").string("state") }

  func check(nonce: String = "n1", source: String = "192.0.2.9") -> Reply {
    let proof = proof(PhoneKey.message("phone-check", nonce))
    return fixture.ask(
      .post, "/v1/phones/check", body: #"{\#(proof),"nonce":"\#(nonce)"}"#, source: source)
  }
}
