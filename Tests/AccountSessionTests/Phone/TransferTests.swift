import Cryptography
import HTTP
import JSON
import Testing

@testable import AccountSession

@Suite("A phone that is sold")
struct TransferTests {
  let fixture: AccountFixture
  var seller: PhoneOwner
  let buyer: AccountID
  let buyersToken: String

  init() throws {
    fixture = try AccountFixture()
    seller = try PhoneOwner(fixture)
    _ = try seller.bind()
    buyer = try fixture.account(named: "bo@example.org")
    buyersToken = try #require(fixture.signIn("bo@example.org").string("access_token"))
  }

  mutating func offer(_ body: String = "{}") throws -> String {
    try seller.approve(.transferPhone)
    let reply = seller.ask(.post, seller.path + "/transfer", body)
    #expect(reply.status == .created)
    return try #require(reply.string("code"))
  }

  func accept(_ code: String, for account: AccountID? = nil, by key: P256.PrivateKey? = nil) throws
    -> Reply
  {
    let digest = try #require(Token(code, kind: .transfer)?.digest.hex)
    let message = PhoneKey.message(
      "phone-transfer", digest, (account ?? buyer).description)
    let proof = seller.proof(message, by: key)
    return fixture.ask(
      .post, "/v1/transfers", token: buyersToken,
      body: #"{"code":"\#(code)",\#(proof),"device":\#(AccountFixture.phoneJSON)}"#)
  }

  @Test("is the buyer's in one step: the seller's sessions end, the lock is bound anew (LK-07)")
  mutating func sold() throws {
    let reply = try accept(try offer())
    #expect(reply.status == .created)
    let device = try #require(reply.string("device"))
    #expect(device != seller.device.description)
    #expect(seller.ask(.get, "/v1/account").status == .unauthorized)
    let lock = fixture.ask(.get, "/v1/devices/\(device)/lock", token: buyersToken)
    #expect(lock.string("state") == "locked")
    #expect(lock["version"] == .integer(2))
    let token = fixture.signIn("ada@example.org").string("access_token")
    #expect(fixture.ask(.get, "/v1/devices", token: token).list("devices").isEmpty)
  }

  @Test("is handed over once by one code (LK-07)")
  mutating func once() throws {
    let code = try offer()
    #expect(try accept(code).status == .created)
    #expect(try accept(code).slug == "no-such-offer")
  }

  @Test("is not handed over by a code that was taken back or is over (LK-07)")
  mutating func over() throws {
    let first = try offer()
    #expect(seller.ask(.delete, seller.path + "/transfer").string("state") == "locked")
    #expect(try accept(first).slug == "no-such-offer")
    let second = try offer(#"{"minutes":10}"#)
    fixture.clock.advance(.seconds(600))
    try seller.signInAgain()
    #expect(seller.state() == "locked")
    let token = try #require(fixture.signIn("bo@example.org").string("access_token"))
    let digest = try #require(Token(second, kind: .transfer)?.digest.hex)
    let proof = seller.proof(
      PhoneKey.message("phone-transfer", digest, buyer.description))
    let reply = fixture.ask(
      .post, "/v1/transfers", token: token,
      body: #"{"code":"\#(second)",\#(proof),"device":\#(AccountFixture.phoneJSON)}"#)
    #expect(reply.slug == "no-such-offer")
  }

  @Test("is not handed over without the phone in hand, or for another account's signature (LK-07)")
  mutating func notInHand() throws {
    let code = try offer()
    #expect(try accept(code, by: P256.PrivateKey()).slug == "no-such-offer")
    #expect(try accept(code, for: seller.account).slug == "no-such-offer")
    #expect(seller.state() == "transfer-offered")
    #expect(try accept(code).status == .created)
  }

  @Test(
    "is offered for ten minutes to seven days",
    arguments: [#"{"minutes":9}"#, #"{"minutes":10081}"#, #"{"minutes":"10"}"#, #"{"hours":1}"#])
  mutating func life(body: String) throws {
    try seller.approve(.transferPhone)
    #expect(
      seller.ask(.post, seller.path + "/transfer", body).status == .unprocessableContent)
  }

  @Test("says what it is to whoever holds it, never whose, ten times an hour (LK-08)")
  mutating func check() throws {
    #expect(seller.check().string("phone") == "locked")
    _ = try offer()
    let reply = seller.check()
    #expect(reply.string("phone") == "transfer-offered")
    #expect(reply.text == #"{"phone":"transfer-offered"}"#)
    let other = try PhoneOwner(fixture, "eve@example.org")
    #expect(other.check().string("phone") == "clear")
    let forged = fixture.ask(
      .post, "/v1/phones/check",
      body:
        #"{\#(seller.proof(PhoneKey.message("phone-check", "n1"), by: other.key)),"nonce":"n1"}"#,
      source: "192.0.2.10")
    #expect(forged.slug == "phone-proof-wrong")
    for _ in 4...10 { #expect(seller.check().status == .ok) }
    #expect(seller.check().status == .tooManyRequests)
    #expect(seller.check(source: "192.0.2.11").status == .ok)
  }
}
