import Cryptography
import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A phone that is locked to its owner's account")
struct PhoneTests {
  static let nonce = PermitNonce(number: 12_345)
  let fixture: AccountFixture
  var owner: PhoneOwner

  init() throws {
    fixture = try AccountFixture()
    owner = try PhoneOwner(fixture)
    #expect(try owner.bind().status == .created)
  }

  func verifier(version: Int64 = 1) -> PermitVerifier {
    PermitVerifier(
      keys: [AccountFixture.keys.lock.publicKey], device: owner.device, version: version,
      showing: Self.nonce)
  }

  func permit(_ reply: Reply) throws -> [UInt8] {
    try #require(reply.string("permit").flatMap { Hex.decode($0) })
  }

  func refusals(_ action: String) throws -> Int? {
    try fixture.reader.first(
      "SELECT COUNT(*) FROM audit WHERE action = $1 AND result = 'refused'", action
    ) { Int($0.int(0)) }
  }

  // MARK: Binding

  @Test("was bound by itself, with its own key and an approval; the version grows (LK-02)")
  mutating func bound() throws {
    #expect(owner.state() == "locked")
    #expect(owner.ask(.get, owner.path + "/lock")["version"] == .integer(1))
    #expect(try owner.reset(.releasePhone, showing: Self.nonce).status == .created)
    #expect(try owner.bind()["version"] == .integer(2))
  }

  @Test(
    "is not bound from another session, without an approval, or by a signature of another key (LK-02)"
  )
  func notBound() throws {
    var eve = try PhoneOwner(fixture, "eve@example.org")
    let message = PhoneKey.message("phone-bind", eve.device.description, eve.account.description)
    #expect(eve.ask(.put, eve.path + "/lock", "{\(eve.proof(message))}").slug == "step-up-required")
    try eve.approve(.lockPhone)
    let forged = eve.proof(message, by: owner.key)
    #expect(eve.ask(.put, eve.path + "/lock", "{\(forged)}").slug == "phone-proof-wrong")
    let browser = try #require(fixture.signIn("eve@example.org").string("access_token"))
    let elsewhere = try fixture.approving(
      .lockPhone, object: eve.device.description, by: browser)
    let reply = fixture.ask(
      .put, eve.path + "/lock", token: elsewhere, body: "{\(eve.proof(message))}")
    #expect(reply.slug == "no-such-phone")
  }

  @Test("is not bound to a second account, and that is not told whose it is")
  func taken() throws {
    var eve = try PhoneOwner(fixture, "eve@example.org", key: owner.key)
    let reply = try eve.bind()
    #expect(reply.status == .conflict)
    #expect(reply.slug == "phone-is-locked")
    #expect(!reply.text.contains(owner.account.description))
    #expect(try refusals("phone.bind") == 1)
  }

  @Test("stays in the registry until it is released (LK-11)")
  mutating func kept() throws {
    #expect(owner.ask(.delete, owner.path).slug == "phone-is-locked")
    _ = try owner.reset(.releasePhone, showing: Self.nonce)
    #expect(owner.ask(.delete, owner.path).status == .noContent)
  }

  // MARK: Resetting

  @Test(
    "is erased by a permit that keeps the lock, and released by one that says so (LK-03, LK-09, LK-10)"
  )
  mutating func reset() throws {
    var phone = verifier()
    let erasing = try permit(try owner.reset(.erasePhone, showing: Self.nonce))
    #expect(try phone.use(erasing, at: fixture.clock.now) == .eraseAndKeepLock)
    #expect(owner.state() == "locked")
    phone = verifier()
    let releasing = try permit(try owner.reset(.releasePhone, showing: Self.nonce))
    #expect(try phone.use(releasing, at: fixture.clock.now) == .eraseAndRelease)
    #expect(owner.state() == nil)
    #expect(owner.check().string("phone") == "clear")
  }

  @Test("is let go with fifteen minutes over a network, and 72 hours without one (LK-04)")
  mutating func offline() throws {
    let online = try permit(try owner.reset(.erasePhone, showing: Self.nonce))
    let offline = try permit(
      try owner.reset(.erasePhone, showing: Self.nonce, way: "offline"))
    var phone = verifier()
    fixture.clock.advance(.seconds(900))
    #expect(throws: PermitVerifier.Refusal.over) {
      try phone.use(online, at: fixture.clock.now)
    }
    #expect(try phone.use(offline, at: fixture.clock.now) == .eraseAndKeepLock)
    #expect(ResetPermit(unverified: offline)?.notAfter == fixture.clock.now + .seconds(258_300))
  }

  @Test("has each of its permits written down (LK-05)")
  mutating func recorded() throws {
    _ = try owner.reset(.erasePhone, showing: Self.nonce)
    let notes = try fixture.reader.all("SELECT note FROM audit WHERE action = 'permit.sign'") {
      $0.text(0)
    }
    #expect(notes.count == 1)
    #expect(notes.first?.hasPrefix("eraseAndKeepLock \(owner.device) ") == true)
  }

  @Test("gets a permit from its owner's approval and from nowhere else (LK-13)")
  func nobodyElse() throws {
    let operators = fixture.routes.routes.filter { "\($0.pattern)".contains("/operator/") }
    #expect(!operators.isEmpty)
    #expect(
      !operators.contains {
        "\($0.pattern)".contains("phone") || "\($0.pattern)".contains("permit")
      })
    let body = #"{"nonce":"\#(Self.nonce.text)","way":"online"}"#
    for route in ["/erase", "/release"] {
      #expect(owner.ask(.post, owner.path + route, body).slug == "step-up-required")
    }
  }

  @Test("is not released or handed over within 72 hours of a recovery (SU-03, RE-06)")
  mutating func held() throws {
    let begun = fixture.ask(
      .post, "/v1/account/recoveries", body: #"{"identifier":"ada@example.org"}"#)
    let proof = try #require(begun.string("recovery"))
    let code = try #require(fixture.lastCode)
    let new = "eight loud herons wade home"
    let recovered = fixture.ask(
      .post, "/v1/account/recoveries/confirm",
      body: #"{"recovery":"\#(proof)","code":"\#(code)","password":"\#(new)"}"#)
    #expect(recovered.status == .ok)
    func release() throws -> Reply {
      let token = try #require(fixture.signIn("ada@example.org", new).string("access_token"))
      let approved = fixture.stepUp(
        token, new, approve: .releasePhone, object: owner.device.description)
      return fixture.ask(
        .post, owner.path + "/release", token: approved.string("access_token"),
        body: #"{"nonce":"\#(Self.nonce.text)","way":"online"}"#)
    }
    #expect(try release().slug == "held-after-recovery")
    fixture.clock.advance(.seconds(72 * 3_600))
    #expect(try release().status == .created)
  }

  // MARK: Losing

  @Test("is put into lost mode by one factor, and out of it by an approval (LM-01)")
  mutating func lost() throws {
    let reply = owner.ask(.put, owner.path + "/lost", #"{"message":"Please bring me home"}"#)
    #expect(reply.status == .ok)
    #expect(reply.string("state") == "lost")
    #expect(owner.check().string("phone") == "lost")
    #expect(owner.ask(.delete, owner.path + "/lost").slug == "step-up-required")
    try owner.approve(.endLostMode)
    #expect(owner.ask(.delete, owner.path + "/lost").string("state") == "locked")
    #expect(owner.ask(.get, owner.path + "/lock")["message"] == .null)
  }

  @Test(
    "shows nothing in lost mode that a finder could write to the owner by (LM-02)",
    arguments: [
      "Call +46 70 123 45 67", "ada@example.org", "See https://found.example", "WWW.found.example",
      "Room 12345", "",
    ])
  func lostWords(message: String) {
    let reply = owner.ask(.put, owner.path + "/lost", #"{"message":"\#(message)"}"#)
    #expect(reply.status == .unprocessableContent)
    #expect(owner.state() == "locked")
  }

  @Test("passes what its finder writes on to its owner, and tells the finder nothing (LM-02)")
  func found() throws {
    let reply = owner.ask(.put, owner.path + "/lost", #"{"message":"Please bring me home"}"#)
    let relay = try #require(reply.string("relay"))
    let passed = fixture.ask(
      .post, "/v1/found/\(relay)", body: #"{"message":"It lies at the library"}"#)
    let nobody = fixture.ask(
      .post, "/v1/found/\(RelayID.random())", body: #"{"message":"It lies at the library"}"#)
    #expect(passed.visible == nobody.visible)
    let notices = owner.ask(.get, "/v1/notices").list("notices")
    #expect(notices.filter { $0.string("kind") == "phone.found" }.count == 1)
    #expect(fixture.delivery.messages.allSatisfy { !$0.text.contains("://") })
  }

  @Test(
    "that is lost is let go by an approval, an hour, and another, told of the fraud each time (LK-06)"
  )
  mutating func releasedWhileLost() throws {
    _ = owner.ask(.put, owner.path + "/lost", #"{"message":"Please bring me home"}"#)
    #expect(try owner.reset(.releasePhone, showing: Self.nonce).slug == "phone-lock-state")
    let asked = owner.ask(.put, owner.path + "/release-wait")
    guard case .object(let approval)? = asked["approve"] else {
      Issue.record("no approval is asked for")
      return
    }
    #expect(approval.string("text")?.contains("Nobody from Lanyard ever asks you to") == true)
    try owner.approve(.askRelease)
    #expect(owner.ask(.put, owner.path + "/release-wait").string("state") == "release-pending")
    let early = try owner.reset(.releasePhone, showing: Self.nonce)
    #expect(early.slug == "too-early")
    #expect(early.headers["retry-after"] == "3600")
    fixture.clock.advance(.seconds(3_600))
    owner = try renewed(owner)
    #expect(try owner.reset(.releasePhone, showing: Self.nonce).status == .created)
    #expect(owner.check().string("phone") == "clear")
  }

  @Test("whose owner thinks again within the hour stays locked (LK-06)")
  mutating func keptAfterAll() throws {
    _ = owner.ask(.put, owner.path + "/lost", #"{"message":"Please bring me home"}"#)
    try owner.approve(.askRelease)
    _ = owner.ask(.put, owner.path + "/release-wait")
    #expect(owner.ask(.delete, owner.path + "/release-wait").string("state") == "locked")
  }

  /// The same owner, whose token has ended meanwhile.
  private func renewed(_ owner: PhoneOwner) throws -> PhoneOwner {
    var owner = owner
    try owner.signInAgain()
    return owner
  }

  // MARK: Whatever happens

  @Test("refuses and writes down every move that its table does not have (LK-01)")
  func walk() throws {
    var dice = Dice(seed: 2_026)
    let (phones, account, device) = (fixture.desk.phones, owner.account, owner.device)
    var state = PhoneLock.locked
    let moves = PhoneLock.Move.allCases.filter { $0 != .bind && $0 != .handOver && $0 != .release }
    var refused = 0
    for _ in 0..<500 {
      let move = moves[Int.random(in: moves.indices, using: &dice)]
      let now = fixture.clock.now
      let end = try fixture.writer.perform {
        try phones.move(device, of: account, by: move, now: now, in: $0)
      }
      switch (end, state.after(move)) {
      case (.done(let row), let next?):
        #expect(row.state == next && row.version == 1)
        state = next
      case (.refused(let stood), nil):
        #expect(stood == state)
        refused += 1
      default: Issue.record("\(state) \(move): \(end)")
      }
    }
    #expect(refused > 100)
    let written = try fixture.reader.first(
      "SELECT COUNT(*) FROM audit WHERE action LIKE 'phone.%' AND result = 'refused'"
    ) { Int($0.int(0)) }
    #expect(written == refused)
  }

  @Test("is not seen or moved by another account (HT-09)")
  func stranger() throws {
    let eve = try PhoneOwner(fixture, "eve@example.org")
    let nothing = "/v1/devices/\(DeviceID.random())"
    for path in ["/lock", "/release-wait", "/transfer"] {
      let method: HTTP.Method = path == "/lock" ? .get : .delete
      let reply = eve.ask(method, owner.path + path)
      #expect(reply.slug == "no-such-phone")
      #expect(reply.body == eve.ask(method, nothing + path).body)
    }
    let lost = eve.ask(.put, owner.path + "/lost", #"{"message":"Mine now"}"#)
    #expect(lost.slug == "no-such-phone")
  }
}
