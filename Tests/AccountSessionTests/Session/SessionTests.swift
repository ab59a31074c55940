import Cryptography
import HTTP
import JSON
import Kernel
import SQLite
import Testing

@testable import AccountSession

@Suite("A session")
struct SessionTests {
  let fixture: AccountFixture
  let account: AccountID

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account()
  }

  func knock(_ token: String?) -> Reply { fixture.ask(.get, "/v1/sessions", token: token) }

  @Test("opens doors for ten minutes (SE-04)")
  func access() throws {
    let session = try fixture.session(of: account)
    #expect(knock(session.accessText).status == .ok)
    fixture.clock.advance(AccountPolicy.accessLife - .milliseconds(1))
    #expect(knock(session.accessText).status == .ok)
    fixture.clock.advance(.milliseconds(1))
    #expect(knock(session.accessText).status == .unauthorized)
  }

  @Test("that was over stays over when the clock is set back an hour (CR-05)")
  func clockBack() throws {
    let session = try fixture.session(of: account)
    fixture.clock.advance(AccountPolicy.accessLife)
    #expect(knock(session.accessText).status == .unauthorized)
    fixture.clock.advance(.seconds(-3_600))
    #expect(knock(session.accessText).status == .unauthorized)
  }

  @Test("is asked for with 401, a challenge and no detail of what was wrong")
  func refused() throws {
    let nobody = knock(nil)
    #expect(nobody.status == .unauthorized)
    #expect(nobody.slug == "not-signed-in")
    #expect(nobody.headers["www-authenticate"] == "Bearer")
    let unknown = knock(Token.random(.access).text)
    let mistyped = knock("lnya_" + String(repeating: "x", count: 49))
    let odd = knock("nothing of ours")
    #expect(unknown.status == .unauthorized)
    #expect(unknown.headers["www-authenticate"] == #"Bearer error="invalid_token""#)
    #expect(unknown.body == mistyped.body)
    #expect(unknown.body == odd.body)
  }

  @Test("is not looked for with a token whose checksum is wrong (SE-02)")
  func checksumBeforeRead() throws {
    let session = try fixture.session(of: account)
    // Without its table the database cannot answer: whoever asks it gets 500.
    _ = try fixture.writer.perform { try $0.execute("ALTER TABLE session RENAME TO hidden") }
    var wrong = Array(session.accessText.utf8)
    wrong[20] = wrong[20] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
    #expect(knock(String(decoding: wrong, as: UTF8.self)).status == .unauthorized)
    #expect(knock(session.accessText).status == .internalServerError)
  }

  @Test("cannot be had from a dump of the database, whatever in it is tried as a token (SE-01)")
  func dump() throws {
    let session = try fixture.session(of: account)
    #expect(knock(session.accessText).status == .ok)
    let values = try fixture.reader.all("SELECT access_digest, id, step FROM session") {
      ($0.blob(0), $0.int(1), $0.int(2))
    }
    for (digest, id, step) in values {
      let hex = Hex.encode(digest)
      for text in [
        hex, String(decoding: digest, as: UTF8.self),
        Token(.access, body: Base62.encode256(digest)).text,
        Token(
          .refresh,
          body: Base62.encode(UInt64(id), width: 11) + Base62.encode(UInt64(step), width: 6)
            + Base62.encode256(digest)
        ).text,
      ] where !text.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) {
        #expect(knock(text).status == .unauthorized)
        let body = #"{"refresh_token":"\#(text)"}"#
        #expect(fixture.ask(.post, "/v1/sessions/refresh", body: body).status == .unauthorized)
      }
    }
    fixture.writer.close()
    let secrets = [session.accessText, session.refreshText]
    for file in [fixture.path, fixture.path + "-wal"] {
      // The log is gone when the database was closed well.
      guard try FileSystem.length(of: file) != nil else { continue }
      let bytes = try FileSystem.read(file, limit: 1 << 24)
      for secret in secrets { #expect(!bytes.contains(secret.utf8), "\(file)") }
    }
  }

  @Test("is listed with the others of its account, latest first, and nobody else's (SE-10)")
  func list() throws {
    let phone = try fixture.phone(of: account)
    let first = try fixture.session(of: account, device: phone, client: "Aurora Phone")
    fixture.clock.advance(.seconds(60))
    let second = try fixture.session(of: account, client: "browser\u{1B}[31m")
    let stranger = try fixture.account()
    _ = try fixture.session(of: stranger)
    let list = knock(second.accessText).list("sessions")
    #expect(list.map { $0.string("session") } == [second, first].map(\.session.description))
    #expect(list.map { $0.string("client") } == ["browser?[31m", "Aurora Phone"])
    #expect(list.map { $0["current"] } == [.bool(true), .bool(false)])
    #expect(list[1].string("device") == phone.description)
    #expect(list[0]["device"] == .null)
    #expect(list[0].string("last_used_at") == fixture.clock.now.description)
  }

  @Test("ends by signing out, and its token with it (SE-05)")
  func signOut() throws {
    let session = try fixture.session(of: account, scope: .sync)
    let other = try fixture.session(of: account)
    #expect(
      fixture.ask(.delete, "/v1/sessions/current", token: session.accessText).status == .noContent)
    #expect(
      fixture.ask(.delete, "/v1/sessions/current", token: session.accessText).status
        == .unauthorized)
    #expect(knock(other.accessText).status == .ok)
  }

  @Test("ends another one of its account, after a fresh proof (SE-10)")
  func endOther() throws {
    let session = try fixture.session(of: account)
    let lost = try fixture.session(of: account)
    #expect(knock(lost.accessText).status == .ok)
    let path = "/v1/sessions/\(lost.session)"
    fixture.clock.advance(AccountPolicy.stepUpLife)
    let tooOld = fixture.ask(.delete, path, token: session.accessText)
    #expect(tooOld.status == .forbidden)
    #expect(tooOld.slug == "step-up-required")
    let now = fixture.clock.now
    let fresh = try fixture.writer.perform { [desk = fixture.desk] in
      try desk.sessions.reauthenticated(session.session, by: .password, now: now, in: $0)
    }
    #expect(fixture.ask(.delete, path, token: fresh.accessText).status == .noContent)
    #expect(knock(lost.accessText).status == .unauthorized)
    #expect(fixture.ask(.delete, path, token: fresh.accessText).status == .notFound)
  }

  @Test("ends all others of its account and nobody else's")
  func endOthers() throws {
    let session = try fixture.session(of: account)
    let others = try (0..<5).map { _ in try fixture.session(of: account) }
    let stranger = try fixture.session(of: try fixture.account())
    #expect(
      fixture.ask(.delete, "/v1/sessions", token: session.accessText).status == .noContent)
    #expect(others.allSatisfy { knock($0.accessText).status == .unauthorized })
    #expect(knock(session.accessText).status == .ok)
    #expect(knock(stranger.accessText).status == .ok)
  }

  @Test("does nothing any more in a write that was queued behind its end")
  func sameBatch() throws {
    let session = try fixture.session(of: account)
    let phone = try fixture.phone(of: account)
    // Both pass the door, then both are given to the writer, as two requests of one batch are.
    let end = fixture.answer(.delete, "/v1/sessions/current", token: session.accessText)
    let change = fixture.answer(
      .patch, "/v1/devices/\(phone)", token: session.accessText, body: #"{"name":"Mine now"}"#)
    #expect(Reply(end).status == .noContent)
    #expect(Reply(change).status == .unauthorized)
    let names = try fixture.reader.all("SELECT name FROM device") { $0.text(0) }
    #expect(names == ["Ada's phone"])
  }

  @Test("above the twentieth drops the one that was idle longest, and the account is told (SE-12)")
  func most() throws {
    var all: [IssuedTokens] = []
    for _ in 0..<20 {
      all.append(try fixture.session(of: account))
      fixture.clock.advance(.seconds(1))
    }
    // The first is used again, so the second is the idle one.
    #expect(
      fixture.ask(
        .post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(all[0].refreshText)"}"#
      ).status == .ok)
    let newest = try fixture.session(of: account)
    #expect(knock(all[1].accessText).status == .unauthorized)
    #expect(knock(all[2].accessText).status == .ok)
    let list = knock(newest.accessText).list("sessions")
    #expect(list.count == 20)
    let notices = fixture.ask(.get, "/v1/notices", token: newest.accessText).list("notices")
    let dropped = notices.filter { $0.string("kind") == "session.dropped" }
    #expect(dropped.count == 1)
    #expect(
      dropped.first?["data"]
        == .object([
          "session": .string(all[1].session.description), "client": .string("test"),
        ]))
  }

  @Test("of a phone takes the place of its earlier one")
  func samePhone() throws {
    let phone = try fixture.phone(of: account)
    let first = try fixture.session(of: account, device: phone)
    let browser = try fixture.session(of: account)
    let second = try fixture.session(of: account, device: try fixture.phone(of: account))
    #expect(second.device == phone)
    #expect(knock(first.accessText).status == .unauthorized)
    #expect(knock(second.accessText).status == .ok)
    #expect(knock(browser.accessText).status == .ok)
  }

  @Test("that is over is swept out by the writes that come after it")
  func sweep() throws {
    for _ in 0..<5 {
      let stranger = try fixture.account()
      for _ in 0..<10 { _ = try fixture.session(of: stranger) }
    }
    fixture.clock.advance(AccountPolicy.idleLife)
    for _ in 0..<8 { _ = try fixture.session(of: account) }
    let left = try fixture.reader.first("SELECT COUNT(*) FROM session") { $0.int(0) }
    #expect(left == 8)
  }

  @Test("carries what the account is: roles, language, rights, its own phone and all accessories")
  func facts() throws {
    let swede = try fixture.account(roles: [.owner, .publisher], language: "sv")
    let phone = try fixture.phone(of: swede, identity: "one")
    _ = try fixture.phone(of: swede, identity: "two")
    fixture.clock.advance(.seconds(1))
    let band = try fixture.accessory(of: swede)
    let name = try #require(EntitlementName(rawValue: "plan:plus"))
    let now = fixture.clock.now
    try fixture.writer.perform { [desk = fixture.desk] in
      try desk.entitlements.grant(
        EntitlementGrant(name: name, source: "shop", endsAt: nil), to: swede, by: nil, now: now,
        in: $0)
    }
    let session = try fixture.session(of: swede, device: phone, scope: [.sync, .publish, .operate])
    var seen: Session?
    fixture.add([
      fixture.gate.route(.get, "/v1/probe", AccessRule(scope: .sync)) { _, session in
        seen = session
        return .now(Response(.ok))
      }
    ])
    #expect(fixture.ask(.get, "/v1/probe", token: session.accessText).status == .ok)
    let found = try #require(seen)
    #expect(found.account == swede)
    #expect(found.roles == [.owner, .publisher])
    // The scope to operate was asked for, but goes with a role that the account has not.
    #expect(found.scope == [.sync, .publish])
    #expect(found.language == "sv")
    #expect(found.devices.map(\.id) == [phone, band])
    #expect(found.devices.map(\.installedVersion) == ["1.0.0", nil])
    #expect(found.entitlements.current(at: now) == [name])
    #expect(found.authenticatedAt == now)
  }
}
