import HTTP
import JSON
import Kernel
import SQLite
import Testing

@testable import AccountSession

@Suite("A registration")
struct RegistrationTests {
  let fixture: AccountFixture

  init() throws { fixture = try AccountFixture() }

  func ticket(for identifier: String = "ada@example.org") throws -> (ticket: String, code: String) {
    let reply = fixture.register(identifier)
    try #require(reply.status == .accepted)
    return (try #require(reply.string("registration")), try #require(fixture.lastCode))
  }

  @Test("makes an account, its phone and a session of whoever brings the code")
  func made() throws {
    let reply = fixture.ask(
      .post, "/v1/account/registrations",
      body: #"{"identifier":" Ada@Example.org","language":"sv-FI"}"#)
    #expect(reply.status == .accepted)
    let message = try #require(fixture.delivery.messages.last)
    #expect(message.address == "ada@example.org")
    #expect(message.purpose == "registration-code")
    let code = try #require(message.code)
    #expect(code.utf8.count == 8)
    #expect(message.text.contains(code))

    let signedIn = fixture.confirm(
      try #require(reply.string("registration")), code, device: AccountFixture.phoneJSON)
    #expect(signedIn.status == .created)
    #expect(signedIn.string("device") != nil)
    #expect(signedIn.string("device_credential")?.hasPrefix("lnyd_") == true)
    let token = try #require(signedIn.string("access_token"))
    let account = fixture.ask(.get, "/v1/account", token: token)
    #expect(account.status == .ok)
    #expect(account["identifiers"] == .array([.string("a***@example.org")]))
    #expect(account["language"] == .string("sv-FI"))
    #expect(account["roles"] == .array([.string("owner")]))
    #expect(fixture.ask(.get, "/v1/devices", token: token).list("devices").count == 1)
    #expect(fixture.signIn("ada@example.org").status == .created)
  }

  @Test("takes a telephone number, and the code as people write it")
  func phone() throws {
    let (ticket, code) = try ticket(for: "+46 70 123 45 67")
    #expect(fixture.delivery.messages.last?.channel == .phone)
    #expect(fixture.delivery.messages.last?.address == "+46701234567")
    let spaced = "\(code.prefix(4)) \(code.suffix(4))"
    #expect(fixture.confirm(ticket, spaced).status == .created)
  }

  // MARK: Enumeration

  @Test("is answered alike for a free address and a taken one; the mailbox tells (EN-01, EN-03)")
  func enumeration() throws {
    try fixture.account(named: "taken@example.org")
    let free = fixture.register("frees@example.org")
    let taken = fixture.register("taken@example.org")
    #expect(free.status == .accepted)
    #expect(taken.status == free.status)
    #expect(taken.headers == free.headers)
    #expect(taken.body.count == free.body.count)
    #expect(taken["expires_at"] == free["expires_at"])
    let messages = fixture.delivery.messages
    #expect(messages.map(\.purpose) == ["registration-code", "registration-attempt"])
    #expect(messages.map { $0.code == nil } == [false, true])
  }

  @Test("goes on alike with the ticket of a taken address, step by step (EN-01)")
  func fakeTicket() throws {
    try fixture.account(named: "taken@example.org")
    let free = try #require(fixture.register("free@example.org").string("registration"))
    let wrong = AccountFixture.wrong(try #require(fixture.lastCode))
    let taken = try #require(fixture.register("taken@example.org").string("registration"))
    for attempt in 1...6 {
      let (one, other) = (fixture.confirm(free, wrong), fixture.confirm(taken, wrong))
      #expect(one.visible == other.visible, "attempt \(attempt)")
      #expect(one.status == .forbidden)
      #expect(one.slug == "code-refused")
    }
    let never = Token.random(.registration).text
    #expect(fixture.confirm(never, wrong).visible == fixture.confirm(free, wrong).visible)
    #expect(fixture.confirm("lnyg_nonsense", "x").visible == fixture.confirm(free, wrong).visible)
  }

  @Test("is refused like a wrong code when the address was taken meanwhile")
  func race() throws {
    let first = try ticket()
    fixture.clock.advance(.seconds(61))
    let second = try ticket()
    #expect(fixture.confirm(second.ticket, second.code).status == .created)
    let late = fixture.confirm(first.ticket, first.code)
    #expect(late.status == .forbidden)
    #expect(late.slug == "code-refused")
  }

  // MARK: Codes

  @Test("allows five tries of a code, and then not even the right one (BF-05)")
  func bruteForce() throws {
    let (ticket, code) = try ticket()
    for _ in 1...5 {
      #expect(fixture.confirm(ticket, AccountFixture.wrong(code)).status == .forbidden)
    }
    #expect(fixture.confirm(ticket, code).slug == "code-refused")
  }

  @Test("takes the right code at the fifth try")
  func fifthTry() throws {
    let (ticket, code) = try ticket()
    for _ in 1...4 {
      #expect(fixture.confirm(ticket, AccountFixture.wrong(code)).status == .forbidden)
    }
    #expect(fixture.confirm(ticket, code).status == .created)
  }

  @Test("allows ten wrong codes a day for an address, however many codes are asked for (BF-05)")
  func newCodeResetsNothing() throws {
    for _ in 1...2 {
      let (ticket, code) = try ticket()
      for _ in 1...5 { _ = fixture.confirm(ticket, AccountFixture.wrong(code)) }
      fixture.clock.advance(.seconds(61))
    }
    let (ticket, code) = try ticket()
    let reply = fixture.confirm(ticket, code)
    #expect(reply.status == .tooManyRequests)
    #expect(reply.headers["retry-after"].flatMap { Int($0) } ?? 0 > 86_000)
    #expect(reply.slug == "too-many-attempts")

    fixture.clock.advance(.seconds(86_400))
    let next = try self.ticket()
    #expect(fixture.confirm(next.ticket, next.code).status == .created)
  }

  @Test("is over ten minutes later, to the millisecond (RE-01)")
  func expired() throws {
    let (ticket, code) = try ticket()
    fixture.clock.advance(.milliseconds(600_000))
    #expect(fixture.confirm(ticket, code).slug == "code-refused")
    let next = try self.ticket()
    fixture.clock.advance(.milliseconds(599_999))
    #expect(fixture.confirm(next.ticket, next.code).status == .created)
  }

  @Test("happens once: the same code makes no second account or session")
  func replayed() throws {
    let (ticket, code) = try ticket()
    #expect(fixture.confirm(ticket, code).status == .created)
    #expect(fixture.confirm(ticket, code).slug == "code-refused")
  }

  @Test("does not take the code of another registration (RE-01)")
  func otherTicket() throws {
    let one = try ticket(for: "ada@example.org")
    let other = try ticket(for: "eve@example.org")
    #expect(fixture.confirm(one.ticket, other.code).slug == "code-refused")
    #expect(fixture.confirm(other.ticket, one.code).slug == "code-refused")
  }

  @Test("of two with one code at the same time, makes one account")
  func together() throws {
    let (ticket, code) = try ticket()
    let body =
      #"{"registration":"\#(ticket)","code":"\#(code)","password":"\#(AccountFixture.passphrase)"}"#
    let answers = (0..<4).map { _ in
      fixture.answer(.post, "/v1/account/registrations/confirm", body: body)
    }
    let pending = answers.compactMap { answer -> PendingReply? in
      guard case .later(let work) = answer else { return nil }
      return PendingReply(work)
    }
    #expect(pending.count == 4)
    let statuses = pending.compactMap { $0.response?.status.rawValue }.sorted()
    #expect(statuses == [201, 403, 403, 403])
  }

  @Test("tells what is wrong with a password, and keeps the code for another one (PW-06)")
  func flawedPassword() throws {
    let (ticket, code) = try ticket()
    for (password, reason) in [
      ("short", "too-short"), ("passwordpassword", "common"), ("ada@example.org 1", "about-you"),
      ("aaaaaaaaaaaaaaaaa", "repetitive"),
    ] {
      let reply = fixture.confirm(ticket, code, password: password)
      #expect(reply.status == .unprocessableContent)
      #expect(reply.slug == "password-unfit")
      #expect(reply.string("reason") == reason)
    }
    #expect(fixture.confirm(ticket, code).status == .created)
  }

  // MARK: Messages

  @Test(
    "sends one message a minute to an address, taken or free, and says when the next is (BF-06)")
  func sendingLimit() throws {
    try fixture.account(named: "taken@example.org")
    var refusals: [String] = []
    for identifier in ["free@example.org", "taken@example.org"] {
      #expect(fixture.register(identifier).status == .accepted)
      let refused = fixture.register(identifier)
      #expect(refused.status == .tooManyRequests)
      #expect(refused.headers["retry-after"] == "60")
      refusals.append(refused.visible)
    }
    #expect(Set(refusals).count == 1)
    #expect(fixture.delivery.messages.count == 2)
    fixture.clock.advance(.seconds(60))
    #expect(fixture.register("free@example.org").status == .accepted)
  }

  @Test("cannot be made to flood: a network and all together have limits as well (BF-06)")
  func flood() throws {
    var policy = CredentialPolicy()
    policy.messagesFromOneNetwork = [SendingLimit(most: 3, within: .seconds(3_600))]
    policy.messagesAltogether = [SendingLimit(most: 5, within: .seconds(3_600))]
    let fixture = try AccountFixture(policy: policy)
    for number in 1...3 {
      #expect(
        fixture.register("a\(number)@example.org", source: "2001:db8::\(number)").status
          == .accepted)
    }
    #expect(fixture.register("a4@example.org", source: "2001:db8::4").status == .tooManyRequests)
    #expect(fixture.register("a5@example.org", source: "2001:db8:1::").status == .accepted)
    #expect(fixture.register("a6@example.org", source: "2001:db8:2::").status == .accepted)
    let refused = fixture.register("a7@example.org", source: "2001:db8:3::")
    #expect(refused.status == .tooManyRequests)
    #expect(refused.headers["retry-after"] == "3600")
    #expect(fixture.delivery.messages.count == 5)
  }

  @Test("sends nothing when it was not committed (EN-05)")
  func afterCommit() throws {
    let request = RegistrationRequest(
      identifier: try #require(AccountIdentifier("ada@example.org")), language: nil,
      network: SourceNetwork("192.0.2.1"))
    struct Undo: Error {}
    #expect(throws: (any Error).self) {
      try fixture.writer.perform { [desk = fixture.desk, now = fixture.clock.now] transaction in
        _ = try desk.credentials.begin(request, now: now, in: transaction)
        throw Undo()
      }
    }
    #expect(fixture.delivery.messages.isEmpty)
  }

  // MARK: What is stored

  @Test("leaves no address, code or ticket in the database (SE-01, ID-03)")
  func stored() throws {
    let (ticket, code) = try ticket(for: "ada.lovelace@example.org")
    #expect(fixture.confirm(ticket, code).status == .created)
    let open = try self.ticket(for: "+46701234567")
    fixture.writer.close()
    let bytes = try FileSystem.read(fixture.path, limit: 1 << 24)
    for secret in [
      "lovelace", "ada.lovelace@example.org", ticket, code, open.ticket, open.code, "46701234567",
      AccountFixture.passphrase,
    ] {
      #expect(!bytes.contains(Array(secret.utf8)), "\(secret)")
    }
    // The search would find what is there.
    #expect(bytes.contains(Array("registration.begin".utf8)))
  }

  @Test("sweeps what is over, a few rows with each new one")
  func swept() throws {
    for number in 0..<5 { _ = fixture.register("a\(number)@example.org") }
    fixture.clock.advance(.seconds(601))
    _ = fixture.register("b@example.org")
    let count = try fixture.reader.first("SELECT COUNT(*) FROM registration") { $0.int(0) }
    #expect(count == 1)
  }

  @Test(
    "refuses a body that is not exactly one (HT-10)",
    arguments: [
      "", "[]", "{}", #"{"identifier":"ada"}"#, #"{"identifier":5}"#, #"{"identifier":null}"#,
      #"{"identifier":"ada@example.org","role":"operator"}"#,
      #"{"identifier":"ada@example.org","language":"en_US"}"#,
      #"{"identifier":"ada@example.org\u0000"}"#,
    ])
  func body(text: String) {
    let reply = fixture.ask(.post, "/v1/account/registrations", body: text)
    #expect(reply.status == .unprocessableContent)
    #expect(fixture.delivery.messages.isEmpty)
  }
}
