import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("Guessing passwords")
struct SignInAttackTests {
  let fixture: AccountFixture
  let account: AccountID
  static let name = "ada@example.org"
  static let guess = "not the password at all"

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account(named: Self.name)
  }

  func knownPhone(_ fixture: AccountFixture) throws -> (credential: String, device: String) {
    let reply = fixture.signIn(Self.name, device: AccountFixture.phoneJSON)
    return (
      try #require(reply.string("device_credential")), try #require(reply.string("device"))
    )
  }

  @Test(
    "ten thousand times from a thousand networks holds up neither the owner's phone nor, for long, the owner (BF-03)"
  )
  func grief() throws {
    let phone = try knownPhone(fixture)
    var looked = 0
    for attempt in 0..<10_000 {
      let reply = fixture.signIn(
        Self.name, Self.guess, source: "2001:db8:\(String(attempt % 1_000, radix: 16))::1")
      if reply.status == .unauthorized { looked += 1 }
      fixture.clock.advance(.milliseconds(60))
    }
    // The doubling wait let a dozen guesses through in ten minutes.
    #expect((10...16).contains(looked))
    #expect(
      fixture.signIn(Self.name, device: AccountFixture.phoneJSON, credential: phone.credential)
        .status == .created)
    let newClient = fixture.signIn(Self.name)
    #expect(newClient.status == .tooManyRequests)
    let wait = try #require(newClient.headers["retry-after"].flatMap { Int64($0) })
    #expect(wait <= 900)
    fixture.clock.advance(.seconds(wait))
    #expect(fixture.signIn(Self.name).status == .created)
  }

  @Test("is slowed by a second, then two, and a right password forgives it all (BF-04)")
  func slowed() {
    for _ in 1...4 { #expect(fixture.signIn(Self.name, Self.guess).status == .unauthorized) }
    #expect(fixture.signIn(Self.name).status == .tooManyRequests)
    fixture.clock.advance(.seconds(1))
    #expect(fixture.signIn(Self.name, Self.guess).status == .unauthorized)
    let held = fixture.signIn(Self.name)
    #expect(held.headers["retry-after"] == "2")
    fixture.clock.advance(.seconds(2))
    #expect(fixture.signIn(Self.name).status == .created)
    for _ in 1...4 { #expect(fixture.signIn(Self.name, Self.guess).status == .unauthorized) }
  }

  @Test("at the same time counts every guess: none slips past the counter")
  func parallel() {
    let pending = (0..<40).compactMap { _ -> PendingReply? in
      guard case .later(let work) = fixture.signingIn(Self.name, Self.guess) else { return nil }
      return PendingReply(work)
    }
    let statuses = pending.compactMap { $0.response?.status.rawValue }
    #expect(statuses.count == 40)
    #expect(statuses.count { $0 == 401 } == 4)
    #expect(statuses.count { $0 == 429 } == 36)
  }

  @Test("is not forgotten by a restart (BF-08)")
  func restart() throws {
    for _ in 1...4 { _ = fixture.signIn(Self.name, Self.guess) }
    fixture.writer.close()
    let again = try AccountFixture(directory: fixture.directory, clock: fixture.clock)
    #expect(again.signIn(Self.name).status == .tooManyRequests)
  }

  @Test("of many names from one network is slowed there, and not elsewhere (BF-02)")
  func spraying() throws {
    var policy = CredentialPolicy()
    policy.network = ThrottleSchedule(
      free: 5, first: .seconds(1), longest: .seconds(900), memory: .seconds(43_200))
    let fixture = try AccountFixture(policy: policy)
    try fixture.account(named: Self.name)
    let phone = try knownPhone(fixture)
    for number in 0..<6 {
      let reply = fixture.signIn(
        "a\(number)@example.org", Self.guess, source: "2001:db8::\(number)")
      #expect(reply.status == .unauthorized)
    }
    #expect(fixture.signIn(Self.name, source: "2001:db8::ffff").status == .tooManyRequests)
    #expect(fixture.signIn(Self.name, source: "2001:db8:1::").status == .created)
    // Behind the same address as the attacker, the known phone still gets in.
    #expect(
      fixture.signIn(Self.name, credential: phone.credential, source: "2001:db8::ffff").status
        == .created)
  }

  @Test(
    "a hundred times in a row shuts the password for strangers, who are not told (BF-04, BF-10)")
  func shut() throws {
    var policy = CredentialPolicy()
    policy.strangersUntilShut = 6
    let fixture = try AccountFixture(policy: policy)
    try fixture.account(named: Self.name)
    let phone = try knownPhone(fixture)
    let wrong = fixture.signIn(Self.name, Self.guess)
    for _ in 1...5 {
      // However slowly they come: this count does not decay.
      fixture.clock.advance(.seconds(50_000))
      #expect(fixture.signIn(Self.name, Self.guess).status == .unauthorized)
    }
    fixture.clock.advance(.seconds(50_000))
    #expect(fixture.signIn(Self.name).visible == wrong.visible)
    // The known phone goes on, and its owner changes the password: that opens it again.
    let signedIn = fixture.signIn(
      Self.name, device: AccountFixture.phoneJSON, credential: phone.credential)
    let token = try #require(signedIn.string("access_token"))
    let changed = fixture.ask(
      .put, "/v1/account/password", token: token,
      body: #"{"current":"\#(AccountFixture.passphrase)","new":"eight loud herons wade home"}"#)
    #expect(changed.status == .ok)
    #expect(fixture.signIn(Self.name, "eight loud herons wade home").status == .created)
  }

  // MARK: The phone's credential

  @Test("with a phone's credential is slowed as well, by that phone's own failures")
  func throughPhone() throws {
    let phone = try knownPhone(fixture)
    for _ in 1...4 {
      #expect(
        fixture.signIn(Self.name, Self.guess, credential: phone.credential).status == .unauthorized)
    }
    #expect(fixture.signIn(Self.name, credential: phone.credential).status == .tooManyRequests)
    #expect(fixture.signIn(Self.name).status == .created)
  }

  @Test("a phone's credential opens nothing by itself (RT-07)")
  func opensNothing() throws {
    let phone = try knownPhone(fixture)
    #expect(fixture.ask(.get, "/v1/account", token: phone.credential).status == .unauthorized)
    #expect(
      fixture.ask(
        .post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(phone.credential)"}"#
      ).status == .unauthorized)
    #expect(
      fixture.signIn(Self.name, Self.guess, credential: phone.credential).status == .unauthorized)
  }

  @Test("a credential of a removed phone, another account or another key makes a stranger")
  func notKnown() throws {
    let phone = try knownPhone(fixture)
    try fixture.account(named: "eve@example.org")
    let other = try #require(
      fixture.signIn("eve@example.org", device: AccountFixture.phoneJSON)
        .string("device_credential"))
    let device = try #require(DeviceID(phone.device))
    let forged = PhoneCredentials(
      keys: AccountKeys(
        peppers: [:], tokenMAC: [UInt8](repeating: 9, count: 32), identifierMAC: [],
        sealing: AccountFixture.keys.sealing, logHead: AccountFixture.keys.logHead,
        lock: AccountFixture.keys.lock)
    ).credential(of: device, of: account, generation: 1).text

    let altered = phone.credential.dropLast() + (phone.credential.last == "x" ? "y" : "x")

    for _ in 1...4 { _ = fixture.signIn(Self.name, Self.guess) }
    for credential in [other, forged, "lnyd_nonsense", String(altered)] {
      #expect(fixture.signIn(Self.name, credential: credential).status == .tooManyRequests)
    }
    let token = try #require(
      fixture.signIn(Self.name, credential: phone.credential).string("access_token"))
    #expect(
      fixture.ask(.delete, "/v1/devices/\(phone.device)", token: token).status == .noContent)
    #expect(
      fixture.signIn(Self.name, credential: phone.credential).status == .tooManyRequests)
  }

  @Test("a credential ends with the password it was given under (SE-09)")
  func generation() throws {
    let phone = try knownPhone(fixture)
    let token = try #require(
      fixture.signIn(Self.name, device: AccountFixture.phoneJSON).string("access_token"))
    let changed = fixture.ask(
      .put, "/v1/account/password", token: token,
      body: #"{"current":"\#(AccountFixture.passphrase)","new":"eight loud herons wade home"}"#)
    let renewed = try #require(changed.string("device_credential"))
    #expect(renewed != phone.credential)
    for _ in 1...4 { _ = fixture.signIn(Self.name, Self.guess) }
    let new = "eight loud herons wade home"
    #expect(
      fixture.signIn(Self.name, new, credential: phone.credential).status == .tooManyRequests)
    #expect(fixture.signIn(Self.name, new, credential: renewed).status == .created)
  }

  // MARK: Load

  @Test(
    "five hundred at once are hashed as many at a time as there are cores; the rest are told to come again (PW-11)"
  )
  func flood() throws {
    var policy = CredentialPolicy()
    policy.hashesAtOnce = 2
    policy.hashesWaiting = 10
    let fixture = try AccountFixture(policy: policy)
    let before = try ResidentMemory.peak()
    var (started, refused): ([PendingReply], [Reply]) = ([], [])
    for number in 0..<500 {
      let answer = fixture.signingIn(
        "a\(number)@example.org", Self.guess, source: "2001:db8:\(String(number, radix: 16))::")
      if case .later(let work) = answer {
        started.append(PendingReply(work))
      } else {
        refused.append(Reply(answer))
      }
    }
    // Twelve have a place at a time; one may be done while the others are still asking.
    #expect((12...100).contains(started.count))
    #expect(started.count + refused.count == 500)
    #expect(
      refused.allSatisfy { $0.status == .serviceUnavailable && $0.headers["retry-after"] == "2" })
    #expect(started.allSatisfy { $0.response?.status == .unauthorized })
    // Two hashes of 16 MiB at this cost; other tests hash at the same time.
    #expect(try ResidentMemory.peak() - before < 256 << 20)
    #expect(fixture.signIn("a1@example.org", Self.guess).status == .unauthorized)
  }
}
