import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A sign-in")
struct SignInTests {
  let fixture: AccountFixture
  let account: AccountID

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account(named: "ada@example.org")
  }

  /// Signs in from a phone, and gives what it is known by afterwards.
  func knownPhone() throws -> (credential: String, device: String, token: String) {
    let reply = fixture.signIn("ada@example.org", device: AccountFixture.phoneJSON)
    try #require(reply.status == .created)
    return (
      try #require(reply.string("device_credential")), try #require(reply.string("device")),
      try #require(reply.string("access_token"))
    )
  }

  @Test("opens a session with the right password, for any spelling of the identifier")
  func right() throws {
    let reply = fixture.signIn(" Ada@EXAMPLE.org")
    #expect(reply.status == .created)
    #expect(reply.string("account") == account.description)
    #expect(reply["device"] == .null)
    #expect(reply["device_credential"] == nil)
    #expect(reply["scope"] == .array([.string("sync"), .string("account")]))
    let token = try #require(reply.string("access_token"))
    #expect(fixture.ask(.get, "/v1/account", token: token).status == .ok)
  }

  @Test("takes one password in every form of Unicode, and no other (PW-04)")
  func unicode() throws {
    try fixture.account(named: "bo@example.org", password: "Räksmörgås på Åland")
    let decomposed = "Ra\u{308}ksmo\u{308}rga\u{30A}s pa\u{30A} A\u{30A}land"
    #expect(fixture.signIn("bo@example.org", decomposed).status == .created)
    #expect(fixture.signIn("bo@example.org", "raksmorgas pa aland").status == .unauthorized)
  }

  @Test("sees what comes after a zero byte (PW-05)")
  func zeroByte() throws {
    try fixture.account(named: "bo@example.org", password: "kvikkjokk in\u{0}winter")
    #expect(fixture.signIn("bo@example.org", "kvikkjokk in\u{0}summer").status == .unauthorized)
    #expect(fixture.signIn("bo@example.org", "kvikkjokk in").status == .unauthorized)
    #expect(fixture.signIn("bo@example.org", "kvikkjokk in\u{0}winter").status == .created)
  }

  @Test("registers the phone once, and knows it again")
  func phone() throws {
    let first = try knownPhone()
    let second = try knownPhone()
    #expect(first.device == second.device)
    #expect(first.credential == second.credential)
    #expect(fixture.ask(.get, "/v1/account", token: first.token).status == .unauthorized)
  }

  @Test("gives what was asked for and what the roles allow, no more")
  func scope() throws {
    #expect(
      fixture.signIn("ada@example.org", scope: "sync")["scope"] == .array([.string("sync")]))
    let beyond = fixture.signIn("ada@example.org", scope: "sync operate")
    #expect(beyond.status == .forbidden)
    #expect(beyond.slug == "role-missing")
    #expect(fixture.signIn("ada@example.org", "wrong", scope: "operate").status == .unauthorized)
    try fixture.account(named: "op@example.org", roles: .operator)
    #expect(fixture.signIn("op@example.org", scope: "account operate").status == .created)
  }

  @Test("writes both outcomes to the account's log (AU-01)")
  func log() throws {
    _ = fixture.signIn("ada@example.org", "wrong password entirely")
    let token = try #require(fixture.signIn("ada@example.org").string("access_token"))
    let entries = fixture.ask(.get, "/v1/account/log", token: token).list("entries")
    let opened = entries.filter { $0.string("action") == "session.open" }
    #expect(opened.compactMap { $0.string("result") } == ["refused", "done"])
  }

  @Test("hashes the password anew when its hash is older than the policy (PW-10)")
  func rehash() throws {
    let hash = { @Sendable [account] (transaction: Transaction) in
      try CredentialStore.password(of: account, in: transaction)?.hash ?? ""
    }
    let before = try fixture.writer.perform { try hash($0) }
    let renewed = AccountDesk(
      writer: fixture.writer,
      keys: AccountKeys(
        peppers: [1: [UInt8](repeating: 1, count: 32), 2: [UInt8](repeating: 7, count: 32)],
        tokenMAC: AccountFixture.keys.tokenMAC, identifierMAC: AccountFixture.keys.identifierMAC,
        sealing: AccountFixture.keys.sealing, logHead: AccountFixture.keys.logHead,
        lock: AccountFixture.keys.lock),
      clock: fixture.clock, delivery: fixture.delivery, epochs: fixture.epochs,
      feed: fixture.feed, passwordCost: 5)
    let gate = SessionGate(desk: renewed, reader: fixture.reader)
    let route = try #require(SignInRoutes(desk: renewed, gate: gate).all.first)
    let body = #"{"identifier":"ada@example.org","password":"\#(AccountFixture.passphrase)"}"#
    let reply = Reply(
      route.handler(Request.testing(.post, "/v1/sessions", body: Array(body.utf8))))
    #expect(reply.status == .created)
    let after = try fixture.writer.perform { try hash($0) }
    #expect(before.hasPrefix("v1:") && after.hasPrefix("v2:"))
  }

  // MARK: Enumeration

  @Test("is refused with the same bytes for a wrong password and a name that nobody has (EN-01)")
  func enumeration() {
    let wrong = fixture.signIn("ada@example.org", "not the password at all")
    let unknown = fixture.signIn("eve@example.org", "not the password at all")
    #expect(wrong.status == .unauthorized)
    #expect(wrong.slug == "sign-in-refused")
    #expect(wrong.visible == unknown.visible)
  }

  @Test("is held up with the same bytes for a known name and an unknown one (BF-09)")
  func sameWait() {
    var visible: [String] = []
    for name in ["ada@example.org", "eve@example.org"] {
      for _ in 1...4 {
        #expect(fixture.signIn(name, "not the password at all").status == .unauthorized)
      }
      let held = fixture.signIn(name, "not the password at all")
      #expect(held.status == .tooManyRequests)
      #expect(held.headers["retry-after"] == "1")
      visible.append(held.visible)
    }
    #expect(Set(visible).count == 1)
  }

  @Test(
    "refuses a body that is not exactly one (HT-10)",
    arguments: [
      "", "{", "{}", #"{"identifier":"ada@example.org"}"#,
      #"{"identifier":"ada@example.org","password":""}"#,
      #"{"identifier":"ada@example.org","password":7}"#,
      #"{"identifier":"ada@example.org","password":"x","roles":["operator"]}"#,
      #"{"identifier":"ada@example.org","password":"x","scope":["root"]}"#,
      #"{"identifier":"ada@example.org","password":"x","scope":[]}"#,
      #"{"identifier":"ada@example.org","password":"x","device":{"product":"p"}}"#,
    ])
  func body(text: String) throws {
    #expect(fixture.ask(.post, "/v1/sessions", body: text).status == .unprocessableContent)
  }

  @Test("refuses a password longer than any, before anything is counted (PW-02)")
  func tooLong() {
    for _ in 1...5 {
      let reply = fixture.signIn("ada@example.org", String(repeating: "x", count: 257))
      #expect(reply.status == .unprocessableContent)
    }
    #expect(fixture.signIn("ada@example.org").status == .created)
  }
}
