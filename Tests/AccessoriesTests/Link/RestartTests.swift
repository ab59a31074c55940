import AccountSession
import BluetoothWire
import HTTP
import JSON
import LanyardTesting
import SQLite
import Testing

@testable import Accessories

@Suite("A restart")
struct RestartTests {
  static let steps = Array(0...Peers.words.count)

  @Test(
    "finds a legal state after each step of a link, and undoes what was not finished",
    arguments: steps)
  func crash(step: Int) async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    await fixture.drive(link, of: owner, to: step)
    let wasCalled = fixture.radio.taken().contains {
      if case .link = $0 { true } else { false }
    }

    let second = try AccessoryFixture(after: fixture)
    let row = try #require(try second.row(link, of: owner))
    let commands = second.radio.taken()
    #expect(
      commands.prefix(2) == [
        .restore(step == Peers.words.count ? [Peers.bond] : []), .startDiscovery,
      ])
    if step == Peers.words.count {
      #expect(row.state == "linked")
      #expect(try second.count("SELECT COUNT(*) FROM accessory") == 1)
      // It is called, with its bond.
      guard case .link(Peers.band, _)? = commands.last else {
        Issue.record("\(commands)")
        return
      }
      #expect(!commands.contains(.unlink(Peers.band)))
    } else {
      #expect(row.state == "refused")
      #expect(row.refusal == .interrupted)
      #expect(try second.count("SELECT COUNT(*) FROM accessory") == 0)
      #expect(try second.count("SELECT COUNT(*) FROM device WHERE kind = 'band'") == 0)
      #expect(commands.contains(.unlink(Peers.band)) == wasCalled)
      second.hear(.unlinked(Peers.band))
    }
    #expect(try second.count("SELECT COUNT(*) FROM stray_bond") == 0)
    #expect(
      try second.count("SELECT COUNT(*) FROM accessory_bond") == (step == Peers.words.count ? 1 : 0)
    )
    #expect(try DatabaseFile.integrityProblems(path: second.directory.file("db")).isEmpty)
  }

  @Test("forgets the bond of what was unlinked while it was away, as often as it takes")
  func strayBond() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await fixture.linkBand(owner)
    let device = try #require(try fixture.row(link, of: owner)?.accessory)
    fixture.hear(.disconnected(Peers.band))
    #expect(await fixture.ask(.delete, "/v1/accessories/\(device)", owner).status == .noContent)
    fixture.settle()
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory_bond") == 0)
    // It dies before the radio has answered; and once more.
    let second = try AccessoryFixture(after: fixture)
    #expect(second.radio.taken() == [.restore([]), .startDiscovery, .unlink(Peers.band)])
    let third = try AccessoryFixture(after: second)
    #expect(third.radio.taken() == [.restore([]), .startDiscovery, .unlink(Peers.band)])
    third.hear(.unlinked(Peers.band))
    let fourth = try AccessoryFixture(after: third)
    #expect(fourth.radio.taken() == [.restore([]), .startDiscovery])
  }

  @Test("keeps what is linked, its battery, and its measurements")
  func kept() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    fixture.hear(
      .value(Peers.band, AccessoryProfile.battery, [55]),
      .value(Peers.band, AccessoryProfile.heartRate, HeartRateReading.encoded(beatsPerMinute: 61)))
    fixture.accessories.stop()
    fixture.settle()
    let second = try AccessoryFixture(after: fixture)
    let band = await second.ask(.get, "/v1/accessories", owner).list("accessories").first
    #expect(band?["battery_percent"] == .integer(55))
    #expect(band?.string("last_seen_at") == fixture.clock.now.description)
    #expect(band?.string("state") == "away")
    #expect(try second.values(.heartRate, of: owner) == [61])
    second.hear(.linked(Peers.band, encryption: Peers.authenticated))
    second.hear(Peers.facts(of: Peers.band, firmware: "1.3.0"))
    second.hear(.ready(Peers.band))
    // What it runs now, the registry knows now.
    let again = await second.ask(.get, "/v1/accessories", owner).list("accessories").first
    #expect(again?.string("state") == "connected")
    #expect(again?.string("installed_version") == "1.3.0")
  }

  @Test("ends an unfinished attempt once, and says so once")
  func sameLinkTwice() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    fixture.hear(Peers.untilAsked)
    let second = try AccessoryFixture(after: fixture)
    second.hear(.unlinked(Peers.band))
    // An end is final: a second restart changes nothing about it.
    let ended = try second.row(link, of: owner)
    let third = try AccessoryFixture(after: second)
    #expect(try third.row(link, of: owner) == ended)
    // Connecting, pairing, refused.
    #expect(try third.count("SELECT COUNT(*) FROM notice WHERE kind = 'link.changed'") == 3)
  }
}
