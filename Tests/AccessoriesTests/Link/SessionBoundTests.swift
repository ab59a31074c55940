import AccountSession
import HTTP
import JSON
import SQLite
import Testing

@testable import Accessories

@Suite("A link that was asked for in a session")
struct SessionBoundTests {
  /// How far the attempt is when the session ends: after so many of the radio's words.
  static let steps = Array(0..<Peers.words.count)

  @Test("ends with the session, at whatever step, and nothing is linked", arguments: steps)
  func revoked(step: Int) async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    let rest = await fixture.drive(link, of: owner, to: step)
    try fixture.revoke(owner)
    // What comes in the same moment, before any tick, finds the session gone in the transaction.
    fixture.hear(rest)
    fixture.pass(.milliseconds(250))
    let row = try #require(try fixture.row(link, of: owner))
    #expect(row.state == "refused")
    #expect(row.accessory == nil)
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory") == 0)
    #expect(try fixture.count("SELECT COUNT(*) FROM device WHERE kind = 'band'") == 0)
  }

  @Test("is not made when the session ends in the same commit, before it")
  func sameCommit() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    await fixture.drive(link, of: owner, to: Peers.words.count - 1)
    // Both are queued while the writer is busy with this piece, and share a commit.
    let now = fixture.clock.now
    try fixture.writer.perform { [desk = fixture.desk, accessories = fixture.accessories] _ in
      desk.writer.submit(
        {
          try desk.sessions.end(
            owner.session, of: owner.account, by: owner.account, now: now, in: $0)
        }, then: { _ in })
      accessories.links.act { $0.hear(.ready(Peers.band), at: $1) }
    }
    fixture.settle()
    #expect(try fixture.row(link, of: owner)?.refusal == .sessionEnded)
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory") == 0)
  }

  @Test("lives on when something else about the account changes")
  func unrelated() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    try fixture.writer.perform { [desk = fixture.desk] in desk.touch(owner.account, in: $0) }
    fixture.pass(.milliseconds(250))
    let rest = await fixture.drive(link, of: owner, to: Peers.untilAsked.count)
    try fixture.writer.perform { [desk = fixture.desk] in desk.touch(owner.account, in: $0) }
    fixture.hear(rest)
    #expect(try fixture.row(link, of: owner)?.state == "linked")
  }

  @Test("ends when the session's time is over")
  func outlived() async throws {
    var limits = AccessoryLimits.usual
    limits.discovery = .seconds(365 * 86_400)
    let fixture = try AccessoryFixture(limits: limits)
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    fixture.clock.advance(.seconds(31 * 86_400))
    fixture.hear(Peers.untilAsked)
    fixture.accessories.links.act { book, now in
      _ = book.answer(.confirm, to: link, of: owner.account, at: now)
      return Peers.afterAnswer.flatMap { book.hear($0, at: now) }
    }
    fixture.settle()
    #expect(try fixture.row(link, of: owner)?.refusal == .sessionEnded)
  }
}
