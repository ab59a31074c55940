import AccountSession
import BluetoothWire
import Cryptography
import HTTP
import JSON
import SQLite
import Testing

@testable import Accessories

@Suite("A bond")
struct BondTests {
  private static let changing = PeerAddress(bytes: [9, 9, 9, 9, 9, 0x40], isRandom: true)

  /// An attempt whose owner has confirmed, about a band that is heard by this address.
  private func answered(
    _ peer: PeerAddress, _ fixture: AccessoryFixture, _ owner: AccessoryFixture.Owner
  ) async -> LinkID {
    let (link, _) = await fixture.open(.band, owner)
    fixture.hear(
      .advertisement(peer, data: Peers.bandAdvertisement, signal: -40),
      .pairingRequest(peer, .justWorks))
    _ = await fixture.ask(
      .post, "/v1/accessories/links/\(link)/pairing", owner, body: #"{"answer":"confirm"}"#)
    fixture.settle()
    _ = fixture.radio.taken()
    return link
  }

  @Test("is sealed, and its owner's, before the link goes on")
  func sealed() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    _ = await answered(Peers.band, fixture, owner)
    fixture.hear(.bonded(Peers.band, knownAs: Peers.band, Peers.bond))
    #expect(fixture.radio.taken() == [.bondKept(Peers.band)])
    let row = try #require(
      try fixture.reader.first("SELECT account, bond FROM accessory_bond") {
        ($0.int(0), $0.blob(1))
      })
    #expect(row.0 == owner.account.number)
    #expect(row.1.firstRange(of: Peers.bond.bytes) == nil)
    #expect(row.1.count == Peers.bond.bytes.count + 28)
  }

  @Test("makes an accessory with a changing address known by the one that stays")
  func identity() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await answered(Self.changing, fixture, owner)
    fixture.hear(
      .bonded(Self.changing, knownAs: Peers.band, Peers.bond),
      .linked(Peers.band, encryption: Peers.unauthenticated))
    fixture.hear(Peers.facts(of: Peers.band) + [.ready(Peers.band)])
    #expect(try fixture.row(link, of: owner)?.state == "linked")
    let band = await fixture.ask(.get, "/v1/accessories", owner).list("accessories").first
    #expect(band?.string("address") == "C0:00:00:00:00:01")
    // And after a restart it is called by that address, with its bond.
    let second = try AccessoryFixture(after: fixture)
    let commands = second.radio.taken()
    #expect(commands.first == .restore([Peers.bond]))
    guard case .link(Peers.band, _)? = commands.last else {
      Issue.record("\(commands)")
      return
    }
  }

  @Test("with an accessory that turns out to be another's is not kept, and the other's stays")
  func otherOwner() async throws {
    let fixture = try AccessoryFixture()
    let (owner, thief) = (try fixture.owner(), try fixture.owner())
    await fixture.linkBand(owner)
    let link = await answered(Self.changing, fixture, thief)
    fixture.hear(.bonded(Self.changing, knownAs: Peers.band, BondRecord(bytes: [1])))
    #expect(try fixture.row(link, of: thief)?.refusal == .pairingFailed)
    #expect(!fixture.radio.taken().contains(.unlink(Peers.band)))
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory_bond") == 1)
    let second = try AccessoryFixture(after: fixture)
    #expect(second.radio.taken().first == .restore([Peers.bond]))
  }

  @Test("that nobody asked for is not kept")
  func unasked() throws {
    let fixture = try AccessoryFixture()
    _ = fixture.radio.taken()
    fixture.hear(.bonded(Peers.band, knownAs: Peers.band, Peers.bond))
    #expect(fixture.radio.taken() == [.cancel(Peers.band)])
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory_bond") == 0)
  }

  @Test("moved to another accessory's row does not open")
  func moved() async throws {
    let fixture = try AccessoryFixture()
    await fixture.linkBand(try fixture.owner())
    try fixture.writer.perform { transaction in
      _ = try transaction.execute(
        "UPDATE accessory_bond SET address = $1", Peers.otherBand.bytes)
      #expect(try BondStore.all(openedBy: AccessoryFixture.sealing, in: transaction).isEmpty)
    }
  }
}
