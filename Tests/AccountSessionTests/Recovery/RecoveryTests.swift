import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A recovery by code")
struct RecoveryTests {
  static let name = "ada@example.org"
  static let new = "eight loud herons wade home"
  let fixture: AccountFixture
  let account: AccountID

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account(named: Self.name)
  }

  func begin(_ identifier: String = name, source: String = "192.0.2.1") -> Reply {
    fixture.ask(
      .post, "/v1/account/recoveries", body: #"{"identifier":"\#(identifier)"}"#, source: source)
  }

  func confirm(
    _ ticket: String, _ code: String, _ password: String = new, second: (String, String)? = nil
  ) -> Reply {
    var body: JSONObject = [
      "recovery": .string(ticket), "code": .string(code), "password": .string(password),
    ]
    if let (name, value) = second { body[name] = .string(value) }
    return fixture.ask(
      .post, "/v1/account/recoveries/confirm",
      body: String(decoding: JSONValue.object(body).encoded(), as: UTF8.self))
  }

  func undo(_ token: String) -> Reply {
    fixture.ask(.post, "/v1/account/recoveries/undo", body: #"{"undo":"\#(token)"}"#)
  }

  /// Begins and confirms; answers what takes it back.
  func recover(to password: String = new) throws -> String {
    let ticket = try #require(begin().string("recovery"))
    #expect(confirm(ticket, try #require(fixture.lastCode), password).status == .ok)
    return try #require(fixture.lastCode)
  }

  @Test("changes nothing until its code is shown (RE-03)")
  func untouched() throws {
    let session = fixture.signIn(Self.name)
    let ticket = try #require(begin().string("recovery"))
    let code = try #require(fixture.lastCode)
    #expect(confirm(ticket, AccountFixture.wrong(code)).slug == "code-refused")
    let token = session.string("access_token")
    #expect(fixture.ask(.get, "/v1/account", token: token).status == .ok)
    #expect(fixture.signIn(Self.name).status == .created)
  }

  @Test("changes the password, ends every session and signs nobody in (RE-04, SE-09)")
  func recovered() throws {
    let phone = fixture.signIn(Self.name, device: AccountFixture.phoneJSON)
    let ticket = try #require(begin().string("recovery"))
    let reply = confirm(ticket, try #require(fixture.lastCode))
    #expect(reply.status == .ok)
    #expect(reply["access_token"] == nil)
    #expect(
      fixture.ask(.get, "/v1/account", token: phone.string("access_token")).status
        == .unauthorized)
    let refresh = phone.string("refresh_token") ?? ""
    #expect(
      fixture.ask(.post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(refresh)"}"#).status
        == .unauthorized)
    #expect(fixture.signIn(Self.name).status == .unauthorized)
    #expect(fixture.signIn(Self.name, Self.new).status == .created)
    #expect(fixture.delivery.messages.map(\.purpose) == ["recovery-code", "account-recovered"])
  }

  @Test("answers the same, byte for byte, for an address without an account (EN-01)")
  func unknown() throws {
    let known = begin()
    let unknown = begin("nobody@example.org", source: "192.0.2.2")
    let ticket = try #require(unknown.string("recovery"))
    #expect(known.status == .accepted && unknown.status == .accepted)
    #expect(known.body.count == unknown.body.count)
    #expect(
      fixture.delivery.messages.map(\.purpose) == ["recovery-code", "recovery-attempt"])
    let refused = confirm(ticket, "10000000")
    let wrong = confirm(try #require(known.string("recovery")), "10000000")
    #expect(refused.visible == wrong.visible)
  }

  @Test("takes a code of eight digits for ten minutes, five tries, and once (RE-01, BF-05)")
  func code() throws {
    let ticket = try #require(begin().string("recovery"))
    let code = try #require(fixture.lastCode)
    #expect(code.count == 8)
    for _ in 1...5 { _ = confirm(ticket, AccountFixture.wrong(code)) }
    #expect(confirm(ticket, code).slug == "code-refused")

    fixture.clock.advance(.seconds(60))
    let second = try #require(begin().string("recovery"))
    let secondCode = try #require(fixture.lastCode)
    // Bound to the flow that asked: the other ticket's code is none here.
    #expect(confirm(second, code).slug == "code-refused")
    fixture.clock.advance(.seconds(600))
    #expect(confirm(second, secondCode).slug == "code-refused")

    let third = try #require(begin().string("recovery"))
    let thirdCode = try #require(fixture.lastCode)
    #expect(confirm(third, thirdCode).status == .ok)
    #expect(confirm(third, thirdCode).slug == "code-refused")
  }

  @Test("keeps the code for its owner when the new password is none to be had")
  func flawed() throws {
    let ticket = try #require(begin().string("recovery"))
    let code = try #require(fixture.lastCode)
    #expect(confirm(ticket, code, "short").string("reason") == "too-short")
    #expect(confirm(ticket, code, "ada@example.org!").string("reason") == "about-you")
    #expect(confirm(ticket, code).status == .ok)
  }

  @Test("of an account with a second factor takes that too, and does not switch it off (RE-02)")
  func second() throws {
    let token = try #require(fixture.signIn(Self.name).string("access_token"))
    let (authenticator, _) = try fixture.addAuthenticator(to: account, by: token)
    let ticket = try #require(begin().string("recovery"))
    let code = try #require(fixture.lastCode)
    #expect(confirm(ticket, code).slug == "second-factor-required")
    let wrong = confirm(ticket, code, second: ("authenticator_code", "000000"))
    #expect(wrong.slug == "second-factor-refused")
    let right = authenticator.code(at: fixture.clock.now)
    #expect(confirm(ticket, code, second: ("authenticator_code", right)).status == .ok)
    #expect(fixture.signIn(Self.name, Self.new).slug == "second-factor-required")
  }

  @Test("opens a password again that guesses have shut for strangers (BF-04)")
  func shut() throws {
    for _ in 1...100 {
      try fixture.writer.perform { [account] in
        try CredentialStore.countFailure(of: account, in: $0)
      }
    }
    #expect(fixture.signIn(Self.name).status == .unauthorized)
    _ = try recover()
    #expect(fixture.signIn(Self.name, Self.new).status == .created)
  }

  // MARK: Taking it back

  @Test("is taken back without a session: the old password is good again, the new one ends (RE-05)")
  func undone() throws {
    let token = try recover()
    let thief = fixture.signIn(Self.name, Self.new)
    #expect(undo(token).status == .noContent)
    #expect(
      fixture.ask(.get, "/v1/account", token: thief.string("access_token")).status
        == .unauthorized)
    #expect(fixture.signIn(Self.name, Self.new).status == .unauthorized)
    #expect(fixture.signIn(Self.name).status == .created)
    #expect(undo(token).slug == "nothing-to-undo")
  }

  @Test("is frozen for 72 hours once one was taken back (RE-05)")
  func frozen() throws {
    #expect(undo(try recover()).status == .noContent)
    fixture.clock.advance(.seconds(60))
    let ticket = try #require(begin().string("recovery"))
    #expect(fixture.delivery.messages.last?.purpose == "recovery-frozen")
    #expect(fixture.lastCode == nil)
    #expect(confirm(ticket, "10000000").slug == "code-refused")
    fixture.clock.advance(.seconds(72 * 3_600))
    _ = try recover()
  }

  @Test("can be taken back for 72 hours and not later, with what came after it (RE-06)")
  func undoneLate() throws {
    let first = try recover()
    fixture.clock.advance(.seconds(60))
    let second = try recover(to: "nine calm badgers dig tunnels")
    fixture.clock.advance(.seconds(72 * 3_600 - 61))
    #expect(undo(first).status == .noContent)
    #expect(fixture.signIn(Self.name).status == .created)
    #expect(undo(second).slug == "nothing-to-undo")

    fixture.clock.advance(.seconds(72 * 3_600))
    let third = try recover()
    fixture.clock.advance(.seconds(72 * 3_600))
    #expect(undo(third).slug == "nothing-to-undo")
    #expect(fixture.signIn(Self.name, Self.new).status == .created)
  }

  @Test("cannot be taken back by what is no such token", arguments: ["", "lnyu_x", "lnya_x"])
  func noToken(token: String) {
    let reply = undo(token)
    #expect(reply.status == (token.isEmpty ? .unprocessableContent : .notFound))
    #expect(undo(Token.random(.undo).text).slug == "nothing-to-undo")
  }
}
