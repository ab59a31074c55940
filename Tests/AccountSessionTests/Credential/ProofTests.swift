import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A step-up")
struct StepUpTests {
  let fixture: AccountFixture
  let account: AccountID
  let token: String

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account(named: "ada@example.org")
    token = try #require(fixture.signIn("ada@example.org").string("access_token"))
  }

  func stepUp(_ password: String = AccountFixture.passphrase, token: String? = nil) -> Reply {
    fixture.ask(
      .post, "/v1/sessions/step-up", token: token ?? self.token,
      body: #"{"password":"\#(password)"}"#)
  }

  @Test("gives new tokens that are fresh, and ends the old ones (SE-03, SU-01)")
  func fresh() throws {
    fixture.clock.advance(.seconds(301))
    let body = #"{"current":"\#(AccountFixture.passphrase)","new":"eight loud herons wade home"}"#
    #expect(
      fixture.ask(.put, "/v1/account/password", token: token, body: body).slug
        == "step-up-required")
    let reply = stepUp()
    #expect(reply.status == .ok)
    let new = try #require(reply.string("access_token"))
    #expect(fixture.ask(.get, "/v1/account", token: token).status == .unauthorized)
    #expect(fixture.ask(.put, "/v1/account/password", token: new, body: body).status == .ok)
  }

  @Test("is refused for a wrong password, and slowed for that session alone")
  func wrong() throws {
    let other = try #require(fixture.signIn("ada@example.org").string("access_token"))
    for _ in 1...4 {
      let reply = stepUp("not the password at all")
      #expect(reply.status == .forbidden)
      #expect(reply.slug == "password-wrong")
    }
    #expect(stepUp().status == .tooManyRequests)
    #expect(stepUp(token: other).status == .ok)
    #expect(fixture.signIn("ada@example.org").status == .created)
  }

  @Test("needs a session")
  func signedOut() {
    #expect(stepUp(token: "lnya_nonsense").status == .unauthorized)
    #expect(
      fixture.ask(.post, "/v1/sessions/step-up", body: #"{"password":"x"}"#).status == .unauthorized
    )
  }

  @Test("is refused when the session ended while the password was hashed")
  func endedMeanwhile() throws {
    let answer = fixture.answer(
      .post, "/v1/sessions/step-up", token: token,
      body: #"{"password":"\#(AccountFixture.passphrase)"}"#)
    #expect(fixture.ask(.delete, "/v1/sessions/current", token: token).status == .noContent)
    #expect(Reply(answer).status == .unauthorized)
  }
}

@Suite("A change of the password")
struct PasswordChangeTests {
  let fixture: AccountFixture
  let token: String
  static let new = "eight loud herons wade home"

  init() throws {
    fixture = try AccountFixture()
    try fixture.account(named: "ada@example.org")
    token = try #require(
      fixture.signIn("ada@example.org", device: AccountFixture.phoneJSON).string("access_token"))
  }

  func change(_ current: String = AccountFixture.passphrase, to new: String = new) -> Reply {
    fixture.ask(
      .put, "/v1/account/password", token: token,
      body: #"{"current":"\#(current)","new":"\#(new)"}"#)
  }

  @Test("ends every other session and leaves its own with new tokens (SE-09)")
  func othersEnd() throws {
    let other = fixture.signIn("ada@example.org")
    let reply = change()
    #expect(reply.status == .ok)
    let renewed = try #require(reply.string("access_token"))
    #expect(fixture.ask(.get, "/v1/account", token: renewed).status == .ok)
    #expect(fixture.ask(.get, "/v1/account", token: token).status == .unauthorized)
    #expect(
      fixture.ask(.get, "/v1/account", token: other.string("access_token")).status == .unauthorized)
    #expect(
      fixture.ask(
        .post, "/v1/sessions/refresh",
        body: #"{"refresh_token":"\#(other.string("refresh_token") ?? "")"}"#
      ).status == .unauthorized)
    #expect(fixture.signIn("ada@example.org").status == .unauthorized)
    #expect(fixture.signIn("ada@example.org", Self.new).status == .created)
  }

  @Test("is told to every address, in the notices and in the log (DV-01)")
  func told() throws {
    let renewed = try #require(change().string("access_token"))
    #expect(fixture.delivery.messages.map(\.purpose) == ["password-changed"])
    #expect(fixture.delivery.messages.first?.address == "ada@example.org")
    let notices = fixture.ask(.get, "/v1/notices", token: renewed).list("notices")
    #expect(notices.contains { $0.string("kind") == "password.changed" })
    let entries = fixture.ask(.get, "/v1/account/log", token: renewed).list("entries")
    #expect(entries.contains { $0.string("action") == "password.change" })
  }

  @Test("needs the present password, and a new one that is fit (PW-06, PW-12)")
  func refused() {
    #expect(change("not the password at all").slug == "password-wrong")
    #expect(change(to: "Ada's phone 1234").string("reason") == "about-you")
    #expect(change(to: "ada@example.org!").string("reason") == "about-you")
    #expect(change(to: "short").string("reason") == "too-short")
    #expect(change("not the password at all", to: "short").slug == "password-wrong")
    #expect(fixture.delivery.messages.isEmpty)
    #expect(fixture.signIn("ada@example.org").status == .created)
  }

  @Test("of two at the same time, happens once")
  func together() {
    let answers = [Self.new, "nine calm badgers dig tunnels"].map {
      fixture.answer(
        .put, "/v1/account/password", token: token,
        body: #"{"current":"\#(AccountFixture.passphrase)","new":"\#($0)"}"#)
    }
    let pending = answers.compactMap { answer -> PendingReply? in
      guard case .later(let work) = answer else { return nil }
      return PendingReply(work)
    }
    let statuses = pending.compactMap { $0.response?.status.rawValue }
    #expect(statuses.sorted() == [200, 403])
  }
}

@Suite("An account's own page")
struct AccountPageTests {
  let fixture: AccountFixture
  let token: String

  init() throws {
    fixture = try AccountFixture()
    try fixture.account(named: "ada@example.org")
    token = try #require(fixture.signIn("ada@example.org").string("access_token"))
  }

  func patch(_ body: String) -> Reply {
    fixture.ask(.patch, "/v1/account", token: token, body: body)
  }

  @Test("keeps the language that its owner prefers, or forgets it")
  func language() {
    #expect(patch(#"{"language":"sv-FI"}"#).string("language") == "sv-FI")
    #expect(fixture.ask(.get, "/v1/account", token: token).string("language") == "sv-FI")
    #expect(patch(#"{"language":null}"#)["language"] == .null)
  }

  @Test(
    "cannot be changed in any other way (HT-10)",
    arguments: [
      "{}", #"{"roles":["operator"]}"#, #"{"language":"en","roles":["operator"]}"#,
      #"{"language":"en_US"}"#, #"{"language":5}"#, #"{"account":"acc_0000000000001"}"#,
    ])
  func refused(body: String) {
    #expect(patch(body).status == .unprocessableContent)
  }
}

@Suite("An account made on the machine itself")
struct AccountCreationTests {
  @Test("is there at once and for good, with the roles it was given")
  func made() throws {
    let fixture = try AccountFixture()
    let account = try fixture.account(named: "Op@Example.org", roles: [.operator, .publisher])
    let reply = fixture.signIn("op@example.org", scope: "operate publish")
    #expect(reply.status == .created)
    #expect(reply.string("account") == account.description)
  }

  @Test("is refused like any other when it is no account to be had")
  func refused() throws {
    let fixture = try AccountFixture()
    try fixture.account(named: "ada@example.org")
    func refusal(_ identifier: String, _ password: String) -> String {
      do throws(AccountCreationError) {
        _ = try fixture.desk.createAccount(
          identifier: identifier, password: password, roles: .owner, language: nil)
        return "made"
      } catch {
        return switch error {
        case .noIdentifier: "identifier"
        case .password(let flaw): flaw.rawValue
        case .taken: "taken"
        case .unwritten: "unwritten"
        }
      }
    }
    #expect(refusal("ada", AccountFixture.passphrase) == "identifier")
    #expect(refusal("eve@example.org", "short") == "too-short")
    #expect(refusal("ADA@example.org", AccountFixture.passphrase) == "taken")
  }
}
