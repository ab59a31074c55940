import AccountSession
import BluetoothWire
import HTTP
import JSON
import SQLite
import Testing

@testable import Accessories

/// A Mi scale forgets what was acknowledged: so nothing may be, at whatever moment something breaks, that the disk does not have.
@Suite("A history that is taken over")
struct HistoryTransferTests {
  private static let scale = PeerAddress(bytes: [6, 0, 0, 0, 0, 0xC0], isRandom: true)
  private static let advertisement = AdvertisingPayload([
    AdvertisingElement(.allServices16, [0x1B, 0x18]),
    AdvertisingElement(.completeName, Array("MIBFS".utf8)),
  ]).encoded()

  private static func said(_ bytes: [UInt8]) -> RadioEvent {
    .value(scale, AccessoryProfile.history(of: .bodyComposition), bytes)
  }

  private static func record(_ fiveGrams: UInt16, second: UInt8) -> RadioEvent {
    let time = CalendarTime(year: 2026, month: 11, day: 17, hour: 7, minute: 30, second: second)
    return said(
      ScaleReading.encodedMiBodyScale(
        fiveGrams: fiveGrams, ohms: nil, at: time, isStabilised: true, isRemoved: false))
  }

  /// All that the scale says of two weighings.
  private static let words = [
    said(MiScaleHistoryCount(count: 2).encoded()), record(14_400, second: 1),
    record(14_410, second: 2), said(MiScaleHistoryCount.end),
  ]

  enum Mishap: CaseIterable {
    case scaleVanishes
    case gatewayDies
  }

  @Test(
    "is lost at no step, whether the scale vanishes or the gateway dies, and is kept once",
    arguments: 0...words.count, Mishap.allCases)
  func mishap(step: Int, mishap: Mishap) async throws {
    var fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.link(
      Self.scale, hearing: Self.advertisement, wish: #"{"kind":"scale","history":true}"#, owner)
    fixture.hear(Array(Self.words.prefix(step)))
    let user = try user(in: fixture)
    let acknowledgement = MiScaleHistoryRequest.acknowledge(user).encoded()
    let isAcknowledged = fixture.wrote(to: Self.scale).contains(acknowledgement)
    #expect(isAcknowledged == (step == Self.words.count))

    switch mishap {
    case .scaleVanishes:
      fixture.hear(.disconnected(Self.scale))
      fixture.pass(.seconds(1))
    case .gatewayDies:
      fixture = try AccessoryFixture(after: fixture)
    }
    fixture.hear(
      .linked(Self.scale, encryption: Peers.unauthenticated), .ready(Self.scale))
    // The place that the scale keeps for the account is the same as before.
    #expect(
      fixture.wrote(to: Self.scale)
        == [MiScaleHistoryRequest.begin, .unread(of: user)].map { $0.encoded() })
    fixture.hear(Self.words)
    #expect(fixture.wrote(to: Self.scale).last == acknowledgement)
    #expect(try fixture.values(.weight, of: owner) == [72_000, 72_050])
  }

  @Test("is not acknowledged on another connection than it came by")
  func late() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.link(
      Self.scale, hearing: Self.advertisement, wish: #"{"kind":"scale","history":true}"#, owner)
    _ = fixture.radio.taken()
    // The commit comes after the scale has gone and returned.
    try fixture.writer.perform { [accessories = fixture.accessories, clock = fixture.clock] _ in
      accessories.links.act { book, now in Self.words.flatMap { book.hear($0, at: now) } }
      accessories.links.act { $0.hear(.disconnected(Self.scale), at: $1) }
      clock.advance(.seconds(1))
      accessories.links.act { $0.tick(at: $1) }
      for event in [
        RadioEvent.linked(Self.scale, encryption: Peers.unauthenticated), .ready(Self.scale),
      ] {
        accessories.links.act { $0.hear(event, at: $1) }
      }
    }
    fixture.settle()
    let user = try user(in: fixture)
    let acknowledgement = MiScaleHistoryRequest.acknowledge(user).encoded()
    #expect(!fixture.wrote(to: Self.scale).contains(acknowledgement))
    #expect(try fixture.values(.weight, of: owner).count == 2)
  }

  private func user(in fixture: AccessoryFixture) throws -> UInt16 {
    try #require(
      fixture.accessories.links.read { book, _ in book.accessories[Self.scale]?.user?.consentCode })
  }
}
