import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A refresh token")
struct RefreshTests {
  let fixture: AccountFixture
  let account: AccountID

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account()
  }

  func refresh(_ token: String) -> Reply {
    fixture.ask(.post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(token)"}"#)
  }

  func knock(_ token: String?) -> Reply { fixture.ask(.get, "/v1/sessions", token: token) }

  @Test("buys the next pair; the access token before it ends at once")
  func rotation() throws {
    let first = try fixture.session(of: account)
    #expect(knock(first.accessText).status == .ok)
    let second = refresh(first.refreshText)
    #expect(second.status == .ok)
    #expect(second.string("session") == first.session.description)
    #expect(second.string("refresh_token") != first.refreshText)
    #expect(knock(second.string("access_token")).status == .ok)
    #expect(knock(first.accessText).status == .unauthorized)
  }

  @Test("that was used before ends the family and tells the owner (stolen refresh token) (RT-01)")
  func reuse() throws {
    let first = try fixture.session(of: account)
    let other = try fixture.session(of: account)
    let second = refresh(first.refreshText)
    fixture.clock.advance(AccountPolicy.lostAnswerGrace)
    let reused = refresh(first.refreshText)
    #expect(reused.status == .unauthorized)
    #expect(reused.slug == "refresh-refused")
    // Whoever holds the successor is out as well, thief or owner.
    #expect(knock(second.string("access_token")).status == .unauthorized)
    #expect(refresh(try #require(second.string("refresh_token"))).status == .unauthorized)
    #expect(knock(other.accessText).status == .ok)
    let notices = fixture.ask(.get, "/v1/notices", token: other.accessText).list("notices")
    #expect(notices.contains { $0.string("kind") == "session.reused" })
    let log = fixture.ask(.get, "/v1/account/log", token: other.accessText).list("entries")
    #expect(log.contains { $0.string("action") == "session.reuse" })
  }

  @Test("however old, still names the family it was stolen from")
  func oldReuse() throws {
    let first = try fixture.session(of: account)
    var newest = first.refreshText
    for _ in 0..<20 {
      fixture.clock.advance(.seconds(600))
      newest = try #require(refresh(newest).string("refresh_token"))
    }
    #expect(refresh(first.refreshText).status == .unauthorized)
    #expect(refresh(newest).status == .unauthorized)
  }

  @Test("whose answer was lost buys the same successor within ten seconds, and not after (RT-02)")
  func lostAnswer() throws {
    let first = try fixture.session(of: account)
    let answer = refresh(first.refreshText)
    fixture.clock.advance(.milliseconds(9_999))
    let again = refresh(first.refreshText)
    #expect(again.body == answer.body)
    #expect(knock(again.string("access_token")).status == .ok)
    fixture.clock.advance(.milliseconds(1))
    #expect(refresh(first.refreshText).status == .unauthorized)
    #expect(knock(again.string("access_token")).status == .unauthorized)
  }

  @Test("used three times at once leaves one family, signed in (RT-02)")
  func concurrent() throws {
    let first = try fixture.session(of: account)
    let answers = (0..<3).map { _ in
      fixture.answer(
        .post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(first.refreshText)"}"#)
    }
    let replies = answers.map { Reply($0) }
    #expect(Set(replies.map(\.body)).count == 1)
    #expect(replies.allSatisfy { $0.status == .ok })
    let list = knock(replies[0].string("access_token")).list("sessions")
    #expect(list.count == 1)
  }

  @Test("two steps old is a reuse, however quick")
  func grandparent() throws {
    let first = try fixture.session(of: account)
    let second = try #require(refresh(first.refreshText).string("refresh_token"))
    #expect(refresh(second).status == .ok)
    #expect(refresh(first.refreshText).status == .unauthorized)
  }

  @Test("of before a step-up buys nothing: its thief would inherit the strength")
  func stepUp() throws {
    let first = try fixture.session(of: account)
    let now = fixture.clock.now
    let stronger = try fixture.writer.perform { [desk = fixture.desk] in
      try desk.sessions.reauthenticated(first.session, by: .password, now: now, in: $0)
    }
    #expect(knock(stronger.accessText).status == .ok)
    #expect(knock(first.accessText).status == .unauthorized)
    #expect(refresh(first.refreshText).status == .unauthorized)
    #expect(knock(stronger.accessText).status == .unauthorized)
  }

  @Test("idle for thirty days is over; refreshed in time it goes on (SE-04)")
  func idle() throws {
    let first = try fixture.session(of: account)
    fixture.clock.advance(AccountPolicy.idleLife - .milliseconds(1))
    let second = refresh(first.refreshText)
    #expect(second.status == .ok)
    fixture.clock.advance(AccountPolicy.idleLife)
    #expect(refresh(try #require(second.string("refresh_token"))).status == .unauthorized)
  }

  @Test("is over after ninety days, however busy, and its last access token with it (SE-04)")
  func absolute() throws {
    let start = fixture.clock.now
    var newest = try fixture.session(of: account).refreshText
    var last: Reply?
    for _ in 0..<12 {
      fixture.clock.advance(.seconds(7 * 86_400))
      last = refresh(newest)
      newest = try #require(last?.string("refresh_token"))
    }
    let end = start + AccountPolicy.absoluteLife
    fixture.clock.advance(.milliseconds(end.milliseconds - fixture.clock.now.milliseconds - 1))
    last = refresh(newest)
    #expect(last?.status == .ok)
    #expect(last?.string("access_expires_at") == end.description)
    fixture.clock.advance(.milliseconds(1))
    #expect(knock(last?.string("access_token")).status == .unauthorized)
    #expect(refresh(try #require(last?.string("refresh_token"))).status == .unauthorized)
  }

  @Test("of a step that this database has not seen is refused and accuses nobody (restored backup)")
  func fromTheFuture() throws {
    let first = try fixture.session(of: account)
    let future = fixture.desk.tokens.refresh(of: first.session, step: 5)
    #expect(refresh(future.text).status == .unauthorized)
    #expect(knock(first.accessText).status == .ok)
  }

  @Test("is refused before the writer is asked when its checksum or its MAC is wrong")
  func beforeWriter() throws {
    let first = try fixture.session(of: account)
    var wrong = Array(first.refreshText.utf8)
    wrong[40] = wrong[40] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
    let others = SessionTokens(key: [UInt8](repeating: 9, count: 32))
    let forged = others.refresh(of: first.session, step: 0).text
    for text in [String(decoding: wrong, as: UTF8.self), forged, "lnyr_", first.accessText] {
      guard
        case .now(let response) = fixture.answer(
          .post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(text)"}"#)
      else {
        Issue.record("asked the writer")
        return
      }
      #expect(response.status == .unauthorized)
    }
  }

  @Test(
    "comes in a body with nothing else in it",
    arguments: [
      "", "[]", "{}", #"{"refresh_token":1}"#, #"{"refresh_token":"x","scope":["operate"]}"#,
      #"{"refresh_token":null}"#, #"{"refresh_token":"x"} x"#,
    ])
  func body(text: String) {
    let reply = fixture.ask(.post, "/v1/sessions/refresh", body: text)
    #expect(reply.status == .unprocessableContent)
  }
}
