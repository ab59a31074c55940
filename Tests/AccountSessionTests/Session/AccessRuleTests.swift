import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A route")
struct AccessRuleTests {
  let fixture: AccountFixture
  let account: AccountID

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account(roles: [.owner, .publisher])
  }

  func serve(_ rule: AccessRule) {
    fixture.add([
      fixture.gate.route(.get, "/v1/probe", rule) { _, _ in .now(Response(.ok)) }
    ])
  }

  @Test(
    "lets nobody through whose token is not for it (RT-08)",
    arguments: [
      (Scope.sync, Scope.account, "account"), (Scope.account, Scope.sync, "sync"),
      (Scope([.sync, .account]), Scope.publish, "publish"),
    ])
  func scope(held: Scope, asked: Scope, missing: String) throws {
    serve(AccessRule(scope: asked))
    let session = try fixture.session(of: account, scope: held)
    let reply = fixture.ask(.get, "/v1/probe", token: session.accessText)
    #expect(reply.status == .forbidden)
    #expect(reply.slug == "scope-missing")
    #expect(reply["scope"] == .array([.string(missing)]))
  }

  @Test("lets nobody through whose account has none of its roles")
  func role() throws {
    serve(AccessRule(scope: .sync, roles: .operator))
    let session = try fixture.session(of: account)
    let reply = fixture.ask(.get, "/v1/probe", token: session.accessText)
    #expect(reply.status == .forbidden)
    #expect(reply.slug == "role-missing")
  }

  @Test("lets one through who has one of its roles")
  func eitherRole() throws {
    serve(AccessRule(scope: .publish, roles: [.operator, .publisher]))
    let session = try fixture.session(of: account, scope: .publish)
    #expect(fixture.ask(.get, "/v1/probe", token: session.accessText).status == .ok)
  }

  @Test("with a step-up takes a proof of less than five minutes (SU-01)")
  func stepUp() throws {
    serve(AccessRule(scope: .sync, stepUp: "probe.pull"))
    let session = try fixture.session(of: account)
    fixture.clock.advance(AccountPolicy.stepUpLife - .milliseconds(1))
    #expect(fixture.ask(.get, "/v1/probe", token: session.accessText).status == .ok)
    fixture.clock.advance(.milliseconds(1))
    let reply = fixture.ask(.get, "/v1/probe", token: session.accessText)
    #expect(reply.status == .forbidden)
    #expect(reply.slug == "step-up-required")
    #expect(reply.string("action") == "probe.pull")
  }

  @Test("with a step-up is not opened by a refresh: no proof was given")
  func refreshIsNoProof() throws {
    serve(AccessRule(scope: .sync, stepUp: "probe.pull"))
    let session = try fixture.session(of: account)
    fixture.clock.advance(AccountPolicy.stepUpLife)
    let next = fixture.ask(
      .post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(session.refreshText)"}"#)
    let token = try #require(next.string("access_token"))
    #expect(fixture.ask(.get, "/v1/probe", token: token).slug == "step-up-required")
  }

  @Test("writes down whom it refused, sixty times a minute and no more (AU-01)")
  func refusals() throws {
    serve(AccessRule(scope: .operate))
    let session = try fixture.session(of: account)
    func knock(_ times: Int) {
      for _ in 0..<times {
        #expect(fixture.ask(.get, "/v1/probe", token: session.accessText).status == .forbidden)
      }
    }
    func notes() throws -> [String] {
      try fixture.writer.perform {
        try $0.all("SELECT note FROM audit WHERE action = 'access' ORDER BY id") { $0.text(0) }
      }
    }
    knock(100)
    #expect(try notes() == Array(repeating: "scope operate", count: 60))
    fixture.clock.advance(.seconds(60))
    knock(1)
    #expect(try notes().last == "scope operate; 40 more before were not written")
  }

  @Test(
    "of this module declares who may call it, and only open ones have a limit (BF-01, SU-04, HT-08)"
  )
  func declared() {
    let table = fixture.routes.routes.map { route in
      (line: "\(route.method) \(route.pattern)", declared: route.declared)
    }
    #expect(!table.isEmpty)
    for (line, declared) in table {
      switch declared["authentication"] {
      case "session": #expect(declared["scope"] != nil, "\(line)")
      case "none": #expect(declared["limit"] != nil, "\(line)")
      default: Issue.record("\(line) declares nothing")
      }
    }
    let mine = table.filter { !$0.line.contains("/operator/") }
    for line in [
      "DELETE /v1/sessions", "DELETE /v1/sessions/{session}", "DELETE /v1/devices/{device}",
    ] {
      #expect(mine.first { $0.line == line }?.declared["step-up"] != nil, "\(line)")
    }
  }
}

/// Broken object level authorisation: whatever one account owns, another one's token never reaches (HT-09, EN-06).
@Suite("Another account's token")
struct OtherAccountTests {
  let fixture: AccountFixture
  let owner: AccountID
  let thief: IssuedTokens

  init() throws {
    fixture = try AccountFixture()
    owner = try fixture.account()
    thief = try fixture.session(of: try fixture.account())
  }

  @Test(
    "neither sees nor changes a session or a device, and cannot tell it from one that is not there (EN-06, HT-09)"
  )
  func objects() throws {
    let session = try fixture.session(of: owner)
    let phone = try fixture.phone(of: owner)
    fixture.clock.advance(.seconds(1))
    let band = try fixture.accessory(of: owner)
    let tries: [(HTTP.Method, String, String?, String)] = [
      (.delete, "/v1/sessions/", nil, session.session.description),
      (.delete, "/v1/devices/", nil, phone.description),
      (.delete, "/v1/devices/", nil, band.description),
      (.patch, "/v1/devices/", #"{"name":"Stolen"}"#, phone.description),
      (.patch, "/v1/devices/", #"{"channel":"beta"}"#, band.description),
    ]
    for (method, path, body, id) in tries {
      let absent =
        path.hasSuffix("devices/") ? DeviceID.random().description : SessionID.random().description
      let reply = fixture.ask(method, path + id, token: thief.accessText, body: body)
      let nothing = fixture.ask(method, path + absent, token: thief.accessText, body: body)
      #expect(reply.status == .notFound, "\(method) \(path)")
      #expect(reply.body == nothing.body, "\(method) \(path)")
    }
    #expect(fixture.ask(.get, "/v1/devices", token: thief.accessText).list("devices").isEmpty)
    #expect(fixture.ask(.get, "/v1/sessions", token: thief.accessText).list("sessions").count == 1)
    let list = fixture.ask(.get, "/v1/devices", token: session.accessText).list("devices")
    #expect(list.map { $0.string("name") } == ["Ada's phone", "Band"])
    #expect(list.allSatisfy { $0.string("channel") == "stable" })
  }

  @Test("reads none of its notices and none of its log (HT-09)")
  func reading() throws {
    try fixture.writer.perform { [desk = fixture.desk, owner] in
      try desk.notify(owner, kind: "secret.kept", json: Array("{}".utf8), in: $0)
      try desk.audit(
        AuditRecord(actor: owner, subject: owner, action: "secret.keep", result: .done), in: $0)
    }
    let notices = fixture.ask(.get, "/v1/notices", token: thief.accessText)
    #expect(!notices.text.contains("secret"))
    let stream = fixture.ask(.get, "/v1/notices/stream", token: thief.accessText).stream
    #expect(stream?.next(0).contains { $0.kind == "secret.kept" } == false)
    #expect(!fixture.ask(.get, "/v1/account/log", token: thief.accessText).text.contains("secret"))
  }
}
