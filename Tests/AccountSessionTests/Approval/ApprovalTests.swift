import Cryptography
import HTTP
import JSON
import Testing

@testable import AccountSession

@Suite("An approval")
struct ApprovalTests {
  let fixture: AccountFixture
  let account: AccountID
  let token: String

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account(named: "ada@example.org")
    token = try #require(fixture.signIn("ada@example.org").string("access_token"))
  }

  func enrol(_ token: String) -> Reply {
    fixture.ask(.post, "/v1/account/factors", token: token, body: #"{"name":"Phone"}"#)
  }

  @Test("is asked for in the gateway's words, of somebody who signed in a moment ago too (SU-02)")
  func asked() {
    let reply = enrol(token)
    #expect(reply.status == .forbidden)
    #expect(reply.slug == "step-up-required")
    #expect(
      reply["approve"]
        == .object([
          "action": .string("factor.add"), "object": .null,
          "text": .string("Add a second factor to your account."),
        ]))
  }

  @Test("opens its door once (SU-02)")
  func once() throws {
    let approved = try fixture.approving(.addFactor, by: token)
    #expect(enrol(approved).status == .created)
    #expect(enrol(approved).slug == "step-up-required")
  }

  @Test("opens no other door, and no other object's (SU-02)")
  func bound() throws {
    let (first, second) = (FactorID.random().description, FactorID.random().description)
    let approved = try fixture.approving(.removeFactor, object: first, by: token)
    func remove(_ factor: String) -> Reply {
      fixture.ask(.delete, "/v1/account/factors/\(factor)", token: approved)
    }
    #expect(enrol(approved).slug == "step-up-required")
    #expect(remove(second).slug == "step-up-required")
    #expect(remove(first).slug == "no-such-factor")
  }

  @Test("opens nothing in another session, after five minutes, or after a proof that named nothing")
  func over() throws {
    let other = try #require(fixture.signIn("ada@example.org").string("access_token"))
    var approved = try fixture.approving(.addFactor, by: token)
    #expect(enrol(other).slug == "step-up-required")
    fixture.clock.advance(AccountPolicy.stepUpLife)
    #expect(enrol(approved).slug == "step-up-required")
    approved = try #require(fixture.stepUp(approved).string("access_token"))
    #expect(enrol(approved).slug == "step-up-required")
  }

  @Test("is not spent by a request that came to nothing")
  func undone() throws {
    let factor = FactorID.random().description
    let approved = try fixture.approving(.removeFactor, object: factor, by: token)
    for _ in 1...2 {
      let reply = fixture.ask(.delete, "/v1/account/factors/\(factor)", token: approved)
      #expect(reply.slug == "no-such-factor")
    }
  }

  @Test("needs the password, and an act that there is", arguments: ["account.sell", ""])
  func refused(act: String) {
    #expect(
      fixture.stepUp(token, "not the password at all", approve: .addFactor).slug
        == "password-wrong")
    let body =
      #"{"password":"\#(AccountFixture.passphrase)","approve":{"action":"\#(act)","object":null}}"#
    #expect(
      fixture.ask(.post, "/v1/sessions/step-up", token: token, body: body).status
        == .unprocessableContent)
  }

  @Test("names an object exactly when the act has one", arguments: ApprovedAct.allCases)
  func object(act: ApprovedAct) {
    let object = act.objectParameter == nil ? "fac_0000000000001" : nil
    #expect(fixture.stepUp(token, approve: act, object: object).status == .unprocessableContent)
  }

  @Test("is spent, act by act, on the one route that declares it (SU-02, SU-04, HT-08)")
  func routes() throws {
    let signedIn = fixture.signIn("ada@example.org", device: AccountFixture.phoneJSON)
    let token = try #require(signedIn.string("access_token"))
    let phone = try #require(signedIn.string("device"))
    for act in ApprovedAct.allCases {
      let declared = fixture.routes.routes.filter {
        $0.declared["step-up"]?.hasPrefix("\(act.rawValue), once") == true
      }
      #expect(declared.count == 1, "\(act)")
      let parameter = act.objectParameter.map { "{\($0)}" }
      let pattern = declared.first.map { "\($0.pattern)" } ?? ""
      #expect(parameter.map(pattern.contains) ?? !pattern.contains("{"), "\(pattern)")
      let object = act.objectParameter == "factor" ? "fac_0000000000001" : phone
      let target = parameter.map { pattern.replacing($0, with: object) } ?? pattern
      let method = try #require(declared.first?.method)
      let reply = fixture.ask(method, target, token: token, body: Self.body(act))
      #expect(reply.slug == "step-up-required", "\(method) \(target)")
    }
  }

  /// A body that is read without complaint, so that the approval is all that is missing.
  private static func body(_ act: ApprovedAct) -> String? {
    switch act {
    case .addFactor: #"{"name":"x"}"#
    case .lockPhone:
      #"{"key":"\#(Hex.encode(P256.PrivateKey().publicKey.bytes))","proof":"\#(String(repeating: "00", count: 64))"}"#
    case .erasePhone, .releasePhone: #"{"nonce":"000000000000","way":"online"}"#
    case .transferPhone: "{}"
    case .removeFactor, .issueRecoveryCodes, .askRelease, .endLostMode: nil
    }
  }
}
