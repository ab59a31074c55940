import AccountSession
import BluetoothWire
import HTTP
import JSON
import Testing

@testable import Accessories

@Suite("A heart rate strap of any maker")
struct StrapTests {
  private static let strap = PeerAddress(bytes: [5, 0, 0, 0, 0, 0xC0], isRandom: true)

  /// Pairs, and lets the accessory say its model number.
  private func link(
    named name: String, model: String, _ fixture: AccessoryFixture, _ owner: AccessoryFixture.Owner
  ) async -> LinkID {
    let advertisement = AdvertisingPayload([
      AdvertisingElement(.allServices16, [0x0D, 0x18]),
      AdvertisingElement(.completeName, Array(name.utf8)),
    ]).encoded()
    return await fixture.link(
      Self.strap, hearing: advertisement, wish: #"{"kind":"band"}"#,
      saying: [.value(Self.strap, Peers.model, Array(model.utf8))], owner)
  }

  @Test("is linked as a model of its own, and needs nothing but a heart rate")
  func linked() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await link(named: "Pulse Strap 7", model: "PS-7", fixture, owner)
    #expect(try fixture.row(link, of: owner)?.state == "linked")
    let strap = await fixture.ask(.get, "/v1/accessories", owner).list("accessories").first
    #expect(strap?.string("product") == "heart-rate-strap")
    #expect(strap?.string("name") == "Pulse Strap 7")
    let plan = AccessoryProfile.strap.plan(at: fixture.clock.now, user: nil)
    let wishes = Set(plan.reads + plan.subscriptions + plan.writes.map(\.target))
    #expect(wishes.subtracting(plan.optional) == [AccessoryProfile.heartRate])
    fixture.hear(
      .value(
        Self.strap, AccessoryProfile.heartRate, HeartRateReading.encoded(beatsPerMinute: 144)))
    #expect(try fixture.values(.heartRate, of: owner) == [144])
  }

  @Test("that turns out to be a band by its model number is talked to as one")
  func decidedByModel() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await link(named: "Ada's", model: "LB-1", fixture, owner)
    #expect(try fixture.row(link, of: owner)?.state == "interrogating")
    #expect(
      fixture.radio.taken().last
        == .link(
          Self.strap, plan: AccessoryProfile.band.introduction(at: fixture.clock.now, user: nil)))
    fixture.hear(.ready(Self.strap))
    let band = await fixture.ask(.get, "/v1/accessories", owner).list("accessories").first
    #expect(band?.string("product") == "lumen-band")
  }
}
