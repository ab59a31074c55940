import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A notice")
struct NoticeTests {
  let fixture: AccountFixture
  let account: AccountID
  let session: IssuedTokens

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account()
    session = try fixture.session(of: account)
    _ = fixture.feed.taken()
  }

  func tell(_ account: AccountID?, _ kind: String, _ body: String = "{}") throws {
    try fixture.writer.perform { [desk = fixture.desk] in
      try desk.notify(account, kind: kind, json: Array(body.utf8), in: $0)
    }
  }

  func poll(_ query: String = "") -> Reply {
    fixture.ask(.get, "/v1/notices\(query)", token: session.accessText)
  }

  func cursor(_ reply: Reply) -> Int64 {
    if case .integer(let cursor)? = reply["cursor"] { cursor } else { -1 }
  }

  func kinds(_ reply: Reply) -> [String?] { reply.list("notices").map { $0.string("kind") } }

  @Test("reaches its account, and everybody when it is for all, in the order of commits")
  func order() throws {
    let other = try fixture.account()
    let start = cursor(poll())
    try tell(account, "a", #"{"n":1}"#)
    try tell(nil, "b")
    try tell(other, "c")
    try tell(account, "d")
    let reply = poll("?after=\(start)")
    #expect(kinds(reply) == ["a", "b", "d"])
    #expect(reply.list("notices").first?["data"] == .object(["n": .integer(1)]))
    #expect(reply.list("notices").first?.string("at") == fixture.clock.now.description)
    #expect(kinds(poll("?after=\(cursor(reply))")) == [])
    #expect(cursor(poll("?after=\(cursor(reply))")) == cursor(reply))
  }

  @Test("is delivered once each to whoever goes on from the last cursor, however many there are")
  func pages() throws {
    try fixture.writer.perform { [desk = fixture.desk, account] in
      for number in 0..<230 {
        try desk.notify(
          number.isMultiple(of: 3) ? nil : account, kind: "n\(number)", json: Array("{}".utf8),
          in: $0)
      }
    }
    var (seen, after): ([String?], Int64) = ([], 1)
    while case let reply = poll("?after=\(after)"), !kinds(reply).isEmpty {
      #expect(kinds(reply).count <= AccountPolicy.noticesAtOnce)
      seen += kinds(reply)
      after = cursor(reply)
    }
    #expect(seen == (0..<230).map { "n\($0)" })
  }

  @Test("answers a poll that waits, after its commit")
  func waiting() throws {
    let after = cursor(poll())
    let wait = try #require(poll("?after=\(after)&wait=30").wait)
    #expect(wait.longest == .seconds(30))
    #expect(wait.topic == account.topic)
    #expect(wait.ready() == nil)
    _ = fixture.feed.taken()
    try tell(account, "now")
    #expect(fixture.feed.taken() == [account.topic])
    #expect(wait.authority.stillHolds())
    let response = try #require(wait.ready())
    #expect(String(decoding: response.body, as: UTF8.self).contains("\"now\""))
  }

  @Test("that does not come leaves the poll's cursor where it was")
  func timeIsUp() throws {
    let after = cursor(poll())
    let wait = try #require(poll("?after=\(after)&wait=1").wait)
    let response = wait.timeIsUp()
    #expect(response.status == .ok)
    #expect(
      String(decoding: response.body, as: UTF8.self) == #"{"notices":[],"cursor":\#(after)}"#)
  }

  @Test("is not waited for under a session that has ended")
  func waitRevoked() throws {
    let after = cursor(poll())
    let wait = try #require(poll("?after=\(after)&wait=60").wait)
    #expect(
      fixture.ask(.delete, "/v1/sessions/current", token: session.accessText).status == .noContent)
    #expect(!wait.authority.stillHolds())
    #expect(wait.refused.status == .unauthorized)
  }

  @Test("wakes everybody when it is for all")
  func wakesAll() throws {
    try tell(nil, "all")
    #expect(fixture.feed.taken() == [nil])
  }

  @Test("is not sent, and wakes nobody, when its transaction is undone")
  func undone() throws {
    struct Undo: Error {}
    #expect(throws: Writer.Failure.self) {
      try fixture.writer.perform { [desk = fixture.desk, account] in
        try desk.notify(account, kind: "never", json: Array("{}".utf8), in: $0)
        throw Undo()
      }
    }
    #expect(fixture.feed.taken().isEmpty)
    #expect(!poll().text.contains("never"))
  }

  @Test("of a stream goes on behind the id that the reader saw last")
  func stream() throws {
    try tell(account, "first")
    let seen = cursor(poll())
    try tell(account, "second")
    let reply = fixture.ask(
      .get, "/v1/notices/stream", token: session.accessText,
      headers: [("Last-Event-ID", "\(seen)")])
    let stream = try #require(reply.stream)
    #expect(stream.cursor == seen)
    let events = stream.next(stream.cursor)
    #expect(events.map(\.kind) == ["second"])
    #expect(stream.next(try #require(events.last).id).isEmpty)
  }

  @Test("is there after a restart")
  func restart() throws {
    let after = cursor(poll())
    try tell(account, "kept")
    fixture.writer.close()
    let writer = try Writer(path: fixture.path, migrations: [AccountDesk.migrations])
    defer { writer.close() }
    let reader = try Reader(path: fixture.path, revision: writer.revision)
    let notices = try NoticeDesk.notices(
      to: account, after: after, now: fixture.clock.now, from: reader)
    #expect(notices.map(\.kind) == ["kept"])
  }

  @Test(
    "that was missed because it is too old is told of by a resync, after which nothing is missing")
  func resync() throws {
    try tell(account, "old")
    let early = cursor(poll()) - 1
    for _ in 0..<3 { try tell(account, "old") }
    fixture.clock.advance(AccountPolicy.noticeLife + .seconds(1))
    let session = try fixture.session(of: account)
    func page(_ query: String) -> Reply {
      fixture.ask(.get, "/v1/notices\(query)", token: session.accessText)
    }
    try tell(account, "new")
    let reply = page("?after=\(early)")
    #expect(kinds(reply) == ["resync"])
    #expect(kinds(page("?after=\(cursor(reply))")) == [])
    try tell(account, "newer")
    #expect(kinds(page("?after=\(cursor(reply))")) == ["newer"])
    // Who never had a cursor has missed nothing.
    #expect(!kinds(page("")).contains("resync"))
    // A cursor from a later life of the database, before a backup was restored.
    #expect(kinds(page("?after=1000000")) == ["resync"])
  }

  @Test("never takes the number of one that was removed, even when all were")
  func numbers() throws {
    try tell(account, "last of its time")
    let before = cursor(poll())
    fixture.clock.advance(AccountPolicy.noticeLife + .seconds(1))
    for _ in 0..<5 { try tell(account, "new") }
    let ids = try fixture.reader.all("SELECT id FROM notice ORDER BY id") { $0.int(0) }
    #expect(ids == Array(before + 1...before + 5))
  }

  @Test(
    "is asked for with a cursor from 0 and a wait of up to a minute",
    arguments: [
      "?after=-1", "?after=x", "?after=1.5", "?wait=61", "?wait=-1", "?wait=x", "?cursor=1",
      "?after=99999999999999999999",
    ])
  func badQuery(query: String) {
    let reply = poll(query)
    #expect(reply.status == .unprocessableContent)
    #expect(reply.slug == "bad-query")
  }
}
