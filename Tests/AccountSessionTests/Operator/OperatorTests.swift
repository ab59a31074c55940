import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("An operator")
struct OperatorTests {
  let fixture: AccountFixture
  let `operator`: AccountID
  let token: String
  let ada: AccountID

  init() throws {
    fixture = try AccountFixture()
    `operator` = try fixture.account(named: "op@example.org", roles: .operator)
    ada = try fixture.account(named: "ada@example.org")
    token = try #require(
      fixture.signIn("op@example.org", scope: "account operate").string("access_token"))
  }

  func path(_ rest: String) -> String { "/v1/operator/accounts/\(ada)/\(rest)" }

  func log() -> [JSONObject] {
    fixture.ask(.get, "/v1/operator/log", token: token).list("entries")
  }

  func wrote(_ action: String, about account: AccountID) -> Bool {
    log().contains {
      $0.string("action") == action && $0.string("subject") == account.description
        && $0.string("actor") == `operator`.description
    }
  }

  @Test("finds an account by its identifier, masked, and that it looked is written down (AU-06)")
  func find() {
    let reply = fixture.ask(
      .get, "/v1/operator/accounts?identifier=ADA%40example.org", token: token)
    #expect(reply.status == .ok)
    let accounts = reply.list("accounts")
    #expect(accounts.compactMap { $0.string("account") } == [ada.description])
    #expect(!reply.text.contains("ada@example.org"))
    #expect(wrote("account.read", about: ada))
    let byID = fixture.ask(.get, "/v1/operator/accounts?identifier=\(ada)", token: token)
    #expect(byID.body == reply.body)
    let none = fixture.ask(
      .get, "/v1/operator/accounts?identifier=eve%40example.org", token: token)
    #expect(none.list("accounts").isEmpty)
    for query in ["", "?identifier=", "?identifier=ada", "?name=ada", "?identifier=a%40b.org&x=1"] {
      #expect(
        fixture.ask(.get, "/v1/operator/accounts\(query)", token: token).status
          == .unprocessableContent)
    }
  }

  @Test("makes an account, once for each identifier")
  func create() {
    let body =
      #"{"identifier":"bo@example.org","password":"\#(AccountFixture.passphrase)","roles":["publisher"]}"#
    let made = fixture.ask(.post, "/v1/operator/accounts", token: token, body: body)
    #expect(made.status == .created)
    #expect(made["roles"] == .array([.string("owner"), .string("publisher")]))
    #expect(fixture.signIn("bo@example.org", scope: "publish").status == .created)
    let again = fixture.ask(.post, "/v1/operator/accounts", token: token, body: body)
    #expect(again.status == .conflict)
    #expect(again.string("account") == made.string("account"))
    let weak = fixture.ask(
      .post, "/v1/operator/accounts", token: token,
      body: #"{"identifier":"eve@example.org","password":"passwordpassword"}"#)
    #expect(weak.string("reason") == "common")
  }

  @Test("gives a role, and takes it so that what hung on it ends at once (SE-07)")
  func roles() throws {
    #expect(
      fixture.ask(.put, path("roles"), token: token, body: #"{"roles":["publisher"]}"#).status
        == .ok)
    let publisher = try #require(
      fixture.signIn("ada@example.org", scope: "account publish").string("access_token"))
    fixture.add([
      fixture.gate.route(.get, "/publishing", AccessRule(scope: .publish, roles: .publisher)) {
        _, _ in
        .now(Response(.ok))
      }
    ])
    #expect(fixture.ask(.get, "/publishing", token: publisher).status == .ok)
    #expect(fixture.ask(.put, path("roles"), token: token, body: #"{"roles":[]}"#).status == .ok)
    #expect(fixture.ask(.get, "/publishing", token: publisher).status == .forbidden)
    #expect(fixture.ask(.get, "/v1/account", token: publisher).status == .ok)
    #expect(wrote("account.roles", about: ada))
    for body in ["{}", #"{"roles":["root"]}"#, #"{"roles":"operator"}"#] {
      #expect(
        fixture.ask(.put, path("roles"), token: token, body: body).status == .unprocessableContent)
    }
  }

  @Test("proves itself again before it makes an account or gives a role (SU-01)")
  func stepUp() {
    fixture.clock.advance(.seconds(301))
    let create =
      #"{"identifier":"bo@example.org","password":"\#(AccountFixture.passphrase)"}"#
    for reply in [
      fixture.ask(.put, path("roles"), token: token, body: #"{"roles":["operator"]}"#),
      fixture.ask(.post, "/v1/operator/accounts", token: token, body: create),
    ] {
      #expect(reply.status == .forbidden)
      #expect(reply.slug == "step-up-required")
    }
    #expect(fixture.ask(.delete, path("sessions"), token: token).status == .noContent)
  }

  @Test("cannot leave the gateway without an operator")
  func lastOperator() throws {
    let own = "/v1/operator/accounts/\(`operator`)/roles"
    let refused = fixture.ask(.put, own, token: token, body: #"{"roles":["owner"]}"#)
    #expect(refused.status == .conflict)
    #expect(refused.slug == "last-operator")
    _ = fixture.ask(.put, path("roles"), token: token, body: #"{"roles":["operator"]}"#)
    #expect(fixture.ask(.put, own, token: token, body: #"{"roles":["owner"]}"#).status == .ok)
    #expect(fixture.ask(.get, "/v1/operator/log", token: token).status == .forbidden)
  }

  @Test("grants and takes back what an account holds (SE-07)")
  func entitlements() throws {
    let owner = try #require(fixture.signIn("ada@example.org").string("access_token"))
    let granted = fixture.ask(
      .post, path("entitlements"), token: token, body: #"{"name":"plan:plus","source":"shop"}"#)
    #expect(granted.status == .created)
    #expect(granted.string("name") == "plan:plus")
    for _ in 1...2 {
      #expect(fixture.ask(.get, "/v1/entitlements", token: owner).list("entitlements").count == 1)
      #expect(
        fixture.ask(.get, path("entitlements"), token: token).list("entitlements").count == 1)
      // Granting it again changes nothing: the name and the source are its key.
      _ = fixture.ask(
        .post, path("entitlements"), token: token, body: #"{"name":"plan:plus","source":"shop"}"#)
    }
    #expect(
      fixture.ask(.delete, path("entitlements/plan:plus"), token: token).status == .noContent)
    #expect(fixture.ask(.get, "/v1/entitlements", token: owner).list("entitlements").isEmpty)
    #expect(fixture.ask(.delete, path("entitlements/plan:plus"), token: token).slug == "not-held")
    #expect(fixture.ask(.delete, path("entitlements/nonsense"), token: token).slug == "not-held")
    #expect(wrote("entitlement.granted", about: ada))
    #expect(wrote("entitlement.revoked", about: ada))
  }

  @Test("ends all sessions of an account (SE-11)")
  func sessions() throws {
    let owner = try #require(fixture.signIn("ada@example.org").string("access_token"))
    #expect(fixture.ask(.delete, path("sessions"), token: token).status == .noContent)
    #expect(fixture.ask(.get, "/v1/account", token: owner).status == .unauthorized)
    #expect(wrote("session.end-all", about: ada))
  }

  @Test(
    "is told of an account that is not there",
    arguments: [AccountID(number: 1).description, "acc_nonsense", "1", "dev_0000000000001"])
  func missing(account: String) {
    let path = "/v1/operator/accounts/\(account)"
    let replies = [
      fixture.ask(.put, "\(path)/roles", token: token, body: #"{"roles":[]}"#),
      fixture.ask(.delete, "\(path)/sessions", token: token),
      fixture.ask(.get, "\(path)/entitlements", token: token),
      fixture.ask(.post, "\(path)/entitlements", token: token, body: #"{"name":"plan:plus"}"#),
      fixture.ask(.delete, "\(path)/entitlements/plan:plus", token: token),
    ]
    #expect(replies.allSatisfy { $0.status == .notFound && $0.slug == "no-such-account" })
  }

  @Test("needs the role and the scope, on every route")
  func others() throws {
    let owner = try #require(fixture.signIn("ada@example.org").string("access_token"))
    let withoutScope = try #require(fixture.signIn("op@example.org").string("access_token"))
    let routes = OperatorRoutes(desk: fixture.desk, gate: fixture.gate).all
    #expect(routes.count == 8)
    for route in routes {
      let target = "\(route.pattern)".replacing("{account}", with: ada.description)
        .replacing("{name}", with: "plan:plus")
      #expect(route.declared["roles"] == "operator" && route.declared["scope"] == "operate")
      for token in [owner, withoutScope] {
        #expect(fixture.ask(route.method, target, token: token).status == .forbidden, "\(target)")
      }
      #expect(fixture.ask(route.method, target).status == .unauthorized, "\(target)")
    }
  }
}
