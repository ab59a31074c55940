import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("An entitlement")
struct EntitlementTests {
  let fixture: AccountFixture
  let account: AccountID
  let session: IssuedTokens

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account()
    session = try fixture.session(of: account)
    let gate = fixture.gate
    fixture.add([
      gate.route(.get, "/v1/probe", AccessRule(scope: .sync)) { [gate] _, session in
        let names = session.entitlements.current(at: gate.now).map { JSONValue.string($0.rawValue) }
        return .now(.json(.ok, JSONValue.object(["names": .array(names)]).encoded()))
      }
    ])
  }

  static let plus = EntitlementName(rawValue: "plan:plus")
  static let dune = EntitlementName(rawValue: "item:dune")

  func grant(
    _ name: EntitlementName?, source: String = "shop", endsAt: Timestamp? = nil
  ) throws {
    let grant = EntitlementGrant(name: try #require(name), source: source, endsAt: endsAt)
    try fixture.writer.perform { [desk = fixture.desk, account, now = fixture.clock.now] in
      try desk.entitlements.grant(grant, to: account, by: nil, now: now, in: $0)
    }
  }

  func revoke(_ name: EntitlementName?) throws -> Bool {
    let name = try #require(name)
    return try fixture.writer.perform {
      [desk = fixture.desk, account, now = fixture.clock.now] in
      try desk.entitlements.revoke(name, of: account, by: nil, now: now, in: $0)
    }
  }

  /// What the account's next request finds.
  func names() -> JSONValue? {
    fixture.ask(.get, "/v1/probe", token: session.accessText)["names"]
  }

  @Test(
    "holds for the next request, and is gone with the next after it was taken back (SE-07, AL-07)")
  func nextRequest() throws {
    #expect(names() == .array([]))
    try grant(Self.plus)
    #expect(names() == .array([.string("plan:plus")]))
    #expect(try revoke(Self.plus))
    #expect(names() == .array([]))
    #expect(try !revoke(Self.plus))
  }

  @Test("ends by itself at its moment, without a write")
  func expiry() throws {
    try grant(Self.plus, endsAt: fixture.clock.now + .seconds(60))
    fixture.clock.advance(.milliseconds(59_999))
    #expect(names() == .array([.string("plan:plus")]))
    fixture.clock.advance(.milliseconds(1))
    #expect(names() == .array([]))
    #expect(
      fixture.ask(.get, "/v1/entitlements", token: session.accessText).list("entitlements").isEmpty)
  }

  @Test(
    "given twice by one source is the second grant; by two sources it lasts as long as the longer")
  func sources() throws {
    let now = fixture.clock.now
    try grant(Self.plus, endsAt: now + .seconds(600))
    try grant(Self.plus, endsAt: now + .seconds(60))
    let list = fixture.ask(.get, "/v1/entitlements", token: session.accessText)
      .list("entitlements")
    #expect(list.map { $0.string("ends_at") } == [(now + .seconds(60)).description])
    try grant(Self.plus, source: "gift", endsAt: now + .seconds(300))
    fixture.clock.advance(.seconds(100))
    #expect(names() == .array([.string("plan:plus")]))
    try grant(Self.plus, source: "gift")
    #expect(names() == .array([.string("plan:plus")]))
    #expect(try revoke(Self.plus))
    #expect(names() == .array([]))
  }

  @Test("is listed with its source, and keeps its history when it is taken back")
  func history() throws {
    try grant(Self.plus)
    try grant(Self.dune, source: "operator")
    let list = fixture.ask(.get, "/v1/entitlements", token: session.accessText)
      .list("entitlements")
    #expect(list.map { $0.string("name") } == ["item:dune", "plan:plus"])
    #expect(list.map { $0.string("source") } == ["operator", "shop"])
    #expect(list.map { $0["ends_at"] } == [.null, .null])
    _ = try revoke(Self.plus)
    let rows = try fixture.reader.all(
      "SELECT name, revoked_at FROM entitlement ORDER BY id"
    ) { ($0.text(0), $0.optionalInt(1)) }
    #expect(rows.map(\.0) == ["plan:plus", "item:dune"])
    #expect(rows.map(\.1) == [fixture.clock.now.milliseconds, nil])
  }

  @Test(
    "is read from a body that names it well",
    arguments: [
      (#"{"name":"plan:plus"}"#, "operator", false),
      (#"{"name":"item:dune","source":"shop","ends_at":"2027-01-01T00:00:00.000Z"}"#, "shop", true),
    ])
  func parse(body: String, source: String, ends: Bool) throws {
    let grant = try EntitlementGrant.parse(Array(body.utf8))
    #expect(grant.source == source)
    #expect((grant.endsAt != nil) == ends)
  }

  @Test(
    "is not read from any other",
    arguments: [
      "{}", #"{"name":"plus"}"#, #"{"name":"plan:plus","ends_at":"tomorrow"}"#,
      #"{"name":"plan:plus","account":"acc_1"}"#, #"{"name":["plan:plus"]}"#,
    ])
  func parseRefused(body: String) {
    #expect(throws: BodyMistake.self) { try EntitlementGrant.parse(Array(body.utf8)) }
  }
}
