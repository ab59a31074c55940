import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A second factor")
struct SecondFactorTests {
  static let name = "ada@example.org"
  let fixture: AccountFixture
  let account: AccountID
  let authenticator: AccountFixture.Authenticator
  let token: String

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account(named: Self.name)
    let signedIn = try #require(fixture.signIn(Self.name).string("access_token"))
    (authenticator, token) = try fixture.addAuthenticator(to: account, by: signedIn)
  }

  func signIn(
    code: String? = nil, recoveryCode: String? = nil, password: String = AccountFixture.passphrase
  ) -> Reply {
    var body: JSONObject = ["identifier": .string(Self.name), "password": .string(password)]
    body["code"] = code.map { .string($0) }
    body["recovery_code"] = recoveryCode.map { .string($0) }
    return fixture.ask(
      .post, "/v1/sessions",
      body: String(decoding: JSONValue.object(body).encoded(), as: UTF8.self))
  }

  func methods(_ reply: Reply) throws -> AuthenticationMethods? {
    let session = try #require(reply.string("session").flatMap { SessionID($0) })
    return try fixture.reader.first(
      "SELECT methods FROM session WHERE id = $1", session
    ) { AuthenticationMethods(rawValue: $0.int(0)) }
  }

  @Test("is asked for at each sign-in, of those only who know the password (MF-01)")
  func asked() throws {
    let without = signIn()
    #expect(without.status == .unauthorized)
    #expect(without.slug == "second-factor-required")
    #expect(signIn(password: "not the password at all").slug == "sign-in-refused")
    let reply = signIn(code: authenticator.code(at: fixture.clock.now))
    #expect(reply.status == .created)
    #expect(try methods(reply) == [.password, .totp])
  }

  @Test("is never claimed by a session that did not show it (SE-13)")
  func notClaimed() throws {
    let first = try fixture.reader.all("SELECT methods FROM session ORDER BY created_at") {
      AuthenticationMethods(rawValue: $0.int(0))
    }
    #expect(first == [.password])
    let reply = fixture.stepUp(token, code: authenticator.code(at: fixture.clock.now))
    #expect(try methods(reply) == [.password, .totp])
  }

  @Test("opens once with one code, on whichever route it is tried again (MF-02)")
  func replayed() {
    let code = authenticator.code(at: fixture.clock.now)
    #expect(signIn(code: code).status == .created)
    #expect(signIn(code: code).slug == "second-factor-refused")
    #expect(fixture.stepUp(token, code: code).slug == "second-factor-refused")
    fixture.clock.advance(.seconds(30))
    #expect(signIn(code: authenticator.code(at: fixture.clock.now)).status == .created)
  }

  @Test("counts for nothing until a code of it was shown, within ten minutes (MF-03)")
  func unconfirmed() throws {
    let other = try fixture.account(named: "eve@example.org")
    let signedIn = try #require(fixture.signIn("eve@example.org").string("access_token"))
    let token = try fixture.approving(.addFactor, by: signedIn)
    let begun = fixture.ask(.post, "/v1/account/factors", token: token, body: #"{"name":"Eve"}"#)
    let factor = try #require(begun.string("factor"))
    #expect(fixture.signIn("eve@example.org").status == .created)
    fixture.clock.advance(.seconds(600))
    let totp = try fixture.secret(of: factor, other)
    let late = fixture.ask(
      .post, "/v1/account/factors/\(factor)/confirm",
      token: fixture.signIn("eve@example.org").string("access_token"),
      body: #"{"code":"\#(totp.code(at: TOTP.step(at: fixture.clock.now)))"}"#)
    #expect(late.slug == "second-factor-refused")
    #expect(fixture.signIn("eve@example.org").status == .created)
  }

  @Test("is guessed ten times in a quarter of an hour, and not more (BF-05)")
  func guessed() {
    for _ in 1...10 { #expect(signIn(code: "000000").slug == "second-factor-refused") }
    let right = authenticator.code(at: fixture.clock.now)
    #expect(signIn(code: right).status == .tooManyRequests)
    fixture.clock.advance(.seconds(900))
    #expect(signIn(code: authenticator.code(at: fixture.clock.now)).status == .created)
  }

  @Test(
    "is removed after a proof by both, and its secret with it; that it was there is kept (MF-08)")
  func removed() throws {
    let path = "/v1/account/factors/\(authenticator.factor)"
    #expect(fixture.ask(.delete, path, token: token).slug == "step-up-required")
    let code = authenticator.code(at: fixture.clock.now)
    let approved = try fixture.approving(
      .removeFactor, object: authenticator.factor, code: code, by: token)
    #expect(fixture.ask(.delete, path, token: approved).status == .noContent)
    #expect(signIn().status == .created)
    let page = fixture.ask(.get, "/v1/account/factors", token: approved)
    #expect(page.list("factors").map { $0.string("name") } == ["Phone"])
    #expect(page.list("factors").first?.string("removed_at") != nil)
    #expect(page["recovery_codes_left"] == .integer(0))
    let secrets = try fixture.reader.all("SELECT sealed FROM second_factor") { $0.blob(0) }
    #expect(secrets == [[]])
    #expect(fixture.delivery.messages.map(\.purpose) == ["factor-added", "factor-removed"])
  }

  @Test("is added by whoever has shown all that the account has, and told to every address (MF-09)")
  func added() throws {
    #expect(
      fixture.stepUp(token, approve: .addFactor).slug == "second-factor-required")
    let (second, _) = try fixture.addAuthenticator(
      to: account, by: token, code: authenticator.code(at: fixture.clock.now))
    #expect(second.recoveryCodes.isEmpty)
    #expect(fixture.delivery.messages.map(\.purpose) == ["factor-added", "factor-added"])
    #expect(fixture.delivery.messages.allSatisfy { $0.address == Self.name })
    #expect(signIn(code: second.code(at: fixture.clock.now)).status == .created)
  }

  @Test("is kept sealed to its row and account: moved elsewhere it opens nothing (CR-02)")
  func moved() throws {
    let other = try fixture.account(named: "eve@example.org")
    let rows = try fixture.writer.perform { [account] in
      try SecondFactorStore.confirmed(of: account, in: $0)
    }
    let row = try #require(rows.first)
    #expect(fixture.desk.credentials.secret(of: row, of: account) != nil)
    #expect(fixture.desk.credentials.secret(of: row, of: other) == nil)
  }

  // MARK: Recovery codes

  @Test("has ten recovery codes, of which no dump of the database tells one (RC-01)")
  func recoveryCodes() throws {
    #expect(authenticator.recoveryCodes.count == 10)
    let kept = try fixture.reader.all("SELECT mac FROM recovery_code") { $0.blob(0) }
    #expect(kept.count == 10 && kept.allSatisfy { $0.count == 32 })
    #expect(RecoveryCode(typed: authenticator.recoveryCodes[0]) != nil)
  }

  @Test("is stood in for by a recovery code once; another takes its place, and it is told (RC-03)")
  func recoveryCode() throws {
    let reply = signIn(recoveryCode: authenticator.recoveryCodes[3])
    #expect(reply.status == .created)
    #expect(try methods(reply) == [.password, .recoveryCode])
    #expect(fixture.delivery.messages.last?.purpose == "recovery-code-used")
    #expect(
      signIn(recoveryCode: authenticator.recoveryCodes[3]).slug == "second-factor-refused")
    let replacement = try #require(reply.string("recovery_code"))
    #expect(signIn(recoveryCode: replacement).status == .created)
    let page = fixture.ask(.get, "/v1/account/factors", token: reply.string("access_token"))
    #expect(page["recovery_codes_left"] == .integer(10))
  }

  @Test("of fifty that use one recovery code at once lets in one (RC-02)")
  func race() throws {
    let code = try #require(RecoveryCode(typed: authenticator.recoveryCodes[0]))
    let (credentials, now, account) = (fixture.desk.credentials, fixture.clock.now, account)
    let proven = try (0..<50).filter { _ in
      let verdict = try fixture.writer.perform {
        try credentials.checkSecond(.recoveryCode(code), of: account, now: now, in: $0)
      }
      guard case .proven = verdict else { return false }
      return true
    }
    #expect(proven.count == 1)
  }

  @Test("takes a code or a recovery code, never both: a sign-in spends at most one (RC-04)")
  func both() {
    let reply = signIn(
      code: authenticator.code(at: fixture.clock.now),
      recoveryCode: authenticator.recoveryCodes[0])
    #expect(reply.status == .unprocessableContent)
    #expect(signIn(recoveryCode: authenticator.recoveryCodes[0]).status == .created)
  }

  @Test("gets a new set of recovery codes after an approval, and the old set is void (RC-03)")
  func reissued() throws {
    let code = authenticator.code(at: fixture.clock.now)
    let approved = try fixture.approving(.issueRecoveryCodes, code: code, by: token)
    let reply = fixture.ask(.post, "/v1/account/recovery-codes", token: approved)
    #expect(reply.status == .created)
    guard case .array(let codes)? = reply["recovery_codes"], case .string(let new)? = codes.first
    else {
      Issue.record("no codes")
      return
    }
    #expect(codes.count == 10)
    #expect(
      signIn(recoveryCode: authenticator.recoveryCodes[0]).slug == "second-factor-refused")
    #expect(signIn(recoveryCode: new).status == .created)
  }
}
