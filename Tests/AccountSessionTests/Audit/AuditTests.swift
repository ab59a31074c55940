import Cryptography
import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("The audit log")
struct AuditTests {
  let fixture: AccountFixture

  init() throws { fixture = try AccountFixture() }

  func append(_ note: String?, count: Int = 1, action: String = "test.note") throws {
    try fixture.writer.perform { [desk = fixture.desk] in
      for _ in 0..<count {
        try desk.audit(
          AuditRecord(actor: nil, subject: nil, action: action, result: .done, note: note), in: $0)
      }
    }
  }

  /// As somebody does who has the file and no program of ours.
  func tamper(_ sql: StaticString) throws {
    _ = try fixture.writer.perform { try $0.execute(sql) }
  }

  func verdict() throws -> AuditVerdict {
    try AuditLog.verdict(under: AccountFixture.keys.logHead.publicKey, from: fixture.reader)
  }

  @Test("holds together over many entries in one chain")
  func whole() throws {
    try append("a", count: 1_100)
    #expect(try verdict() == .sound(entries: 1_100, signed: 1))
  }

  @Test("shows an edited, a removed and a swapped entry, and where (AU-03)")
  func edited() throws {
    try append("a", count: 10)
    try tamper("UPDATE audit SET note = 'b' WHERE id = 4")
    #expect(try verdict() == .broken(at: 4))
    try tamper("UPDATE audit SET note = 'a' WHERE id = 4")
    #expect(try verdict() == .sound(entries: 10, signed: 1))
    try tamper("UPDATE audit SET at = at + 1 WHERE id = 7")
    #expect(try verdict() == .broken(at: 7))
    try tamper("UPDATE audit SET at = at - 1 WHERE id = 7")
    try tamper("DELETE FROM audit WHERE id = 5")
    #expect(try verdict() == .broken(at: 5))
    try tamper("UPDATE audit SET id = id - 1 WHERE id > 5")
    #expect(try verdict() == .broken(at: 5))
  }

  @Test("tells a missing text from an empty one")
  func emptyNote() throws {
    try append(nil)
    try tamper("UPDATE audit SET note = ''")
    #expect(try verdict() == .broken(at: 1))
  }

  @Test(
    "takes no line breaks, escapes or turns of direction from outside (AU-04)",
    arguments: [
      ("a\r\nb: forged", "a??b: forged"), ("\u{1B}[2Jx", "?[2Jx"), ("\u{202E}exe.txt", "?exe.txt"),
      ("a\u{2028}b\u{0}c\u{7F}", "a?b?c?"), ("\"}]{\"a\":1", "\"}]{\"a\":1"), ("Åsa 👩‍🔬", "Åsa 👩‍🔬"),
    ])
  func injection(note: String, kept: String) throws {
    let account = try fixture.account()
    let session = try fixture.session(of: account)
    try fixture.writer.perform { [desk = fixture.desk] in
      try desk.audit(
        AuditRecord(
          actor: account, subject: account, action: "test.note", result: .refused, note: note),
        in: $0)
    }
    let reply = fixture.ask(.get, "/v1/account/log", token: session.accessText)
    let entry = try #require(reply.list("entries").last)
    #expect(entry.string("note") == kept)
    #expect(entry.string("result") == "refused")
    #expect(entry.string("actor") == "self")
  }

  @Test("cuts a text to 200 bytes of whole characters")
  func long() {
    #expect(LogText.cleaned(String(repeating: "x", count: 300)).utf8.count == 200)
    #expect(
      LogText.cleaned(String(repeating: "é", count: 150)) == String(repeating: "é", count: 100))
    #expect(LogText.cleaned(String(repeating: "€", count: 100)).utf8.count == 198)
  }

  @Test("keeps no token and no digest of one (SE-16, AU-04)")
  func noSecrets() throws {
    let account = try fixture.account()
    let session = try fixture.session(of: account)
    let reply = fixture.ask(
      .post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(session.refreshText)"}"#)
    #expect(reply.status == .ok)
    let notes = try fixture.reader.all("SELECT COALESCE(note, '') FROM audit") { $0.text(0) }
    let bodies = try fixture.reader.all("SELECT body FROM notice") {
      String(decoding: $0.blob(0), as: UTF8.self)
    }
    for text in notes + bodies {
      #expect(!text.contains("lnya_") && !text.contains("lnyr_"))
      #expect(!text.contains(Digest.sha256(Array(session.accessText.utf8)).hex))
    }
  }

  @Test("is read by the account page by page, for 180 days (AU-05)")
  func reading() throws {
    let account = try fixture.account()
    try fixture.writer.perform { [desk = fixture.desk] in
      for number in 0..<150 {
        try desk.audit(
          AuditRecord(
            actor: nil, subject: account, action: "test.\(number)", result: .done), in: $0)
      }
    }
    fixture.clock.advance(AccountPolicy.logLife)
    let session = try fixture.session(of: account)
    func page(_ query: String) -> Reply {
      fixture.ask(.get, "/v1/account/log\(query)", token: session.accessText)
    }
    let first = page("")
    #expect(first.list("entries").count == AccountPolicy.recordsAtOnce)
    #expect(first.list("entries").first?.string("actor") == "gateway")
    guard case .integer(let cursor)? = first["cursor"] else {
      Issue.record("no cursor")
      return
    }
    let second = page("?after=\(cursor)")
    #expect(second.list("entries").count == 51)
    #expect(second.list("entries").last?.string("action") == "session.open")
    fixture.clock.advance(.milliseconds(1))
    #expect(page("").list("entries").count == 1)
    #expect(page("?after=x").status == .unprocessableContent)
  }
}
