import Cryptography
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("The signed head of the audit log")
struct AuditHeadTests {
  let fixture: AccountFixture

  init() throws { fixture = try AccountFixture() }

  func append(_ count: Int) throws {
    try fixture.writer.perform { [desk = fixture.desk] in
      for _ in 0..<count {
        try desk.audit(
          AuditRecord(actor: nil, subject: nil, action: "test.note", result: .done, note: "a"),
          in: $0)
      }
    }
  }

  /// As somebody does who has the file and no key.
  func tamper(_ sql: StaticString) throws {
    _ = try fixture.writer.perform { try $0.execute(sql) }
  }

  func verdict(_ key: Ed25519.PublicKey = AccountFixture.keys.logHead.publicKey) throws
    -> AuditVerdict
  {
    try AuditLog.verdict(under: key, from: fixture.reader)
  }

  /// The chain of what is left, computed anew, as by somebody who knows how it is made.
  func chainAnew() throws {
    try fixture.writer.perform { transaction in
      let rows = try transaction.all("SELECT id FROM audit ORDER BY id") { $0.int(0) }
      var previous = AuditEntry.beginning
      for id in rows {
        let entry = AuditEntry(
          id: id, at: Timestamp(milliseconds: 1_795_000_000_000), actor: nil, subject: nil,
          action: "test.note", result: "done", note: id == 3 ? "b" : "a", request: nil)
        previous = entry.chained(to: previous)
        try transaction.execute(
          "UPDATE audit SET note = $2, digest = $3 WHERE id = $1", id, id == 3 ? "b" : "a",
          previous.bytes)
      }
    }
  }

  @Test("is signed with the first entry, and then once an hour (AU-03)")
  func hourly() throws {
    #expect(try verdict() == .sound(entries: 0, signed: 0))
    try append(5)
    #expect(try verdict() == .sound(entries: 5, signed: 1))
    fixture.clock.advance(.seconds(3_599))
    try append(1)
    #expect(try verdict() == .sound(entries: 6, signed: 1))
    fixture.clock.advance(.seconds(1))
    try append(2)
    #expect(try verdict() == .sound(entries: 8, signed: 7))
  }

  @Test("shows a chain that was written anew, which the chain alone does not (AU-03)")
  func rewritten() throws {
    try append(10)
    try chainAnew()
    #expect(try verdict() == .sound(entries: 10, signed: 1))
    fixture.clock.advance(.seconds(3_600))
    try append(1)
    try tamper("DELETE FROM audit WHERE id > 10")
    try chainAnew()
    #expect(try verdict() == .signatureFails(at: 11))
  }

  @Test(
    "shows an end that was cut off, and a signature that was changed or made by another (AU-03)")
  func cut() throws {
    try append(3)
    fixture.clock.advance(.seconds(3_600))
    try append(1)
    #expect(try verdict(Ed25519.PrivateKey().publicKey) == .signatureFails(at: 1))
    try tamper("DELETE FROM audit WHERE id = 4")
    #expect(try verdict() == .signatureFails(at: 4))
    try tamper("UPDATE audit_head SET at = at + 1 WHERE entry = 1")
    #expect(try verdict() == .signatureFails(at: 1))
  }

  @Test("is found among many")
  func many() throws {
    for _ in 0..<12 {
      fixture.clock.advance(.seconds(3_600))
      try append(100)
    }
    #expect(try verdict() == .sound(entries: 1_200, signed: 1_101))
  }
}
