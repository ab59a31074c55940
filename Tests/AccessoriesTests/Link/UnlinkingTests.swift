import AccountSession
import BluetoothWire
import HTTP
import JSON
import Testing

@testable import Accessories

@Suite("Unlinking an accessory")
struct UnlinkingTests {
  private func linked() async throws -> (AccessoryFixture, AccessoryFixture.Owner, DeviceID) {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await fixture.linkBand(owner)
    _ = fixture.radio.taken()
    return (fixture, owner, try #require(try fixture.row(link, of: owner)?.accessory))
  }

  @Test("ends ownership at once, while it is away too, and tells the radio (AL-03)")
  func away() async throws {
    let (fixture, owner, device) = try await linked()
    fixture.hear(.disconnected(Peers.band))
    #expect(await fixture.ask(.delete, "/v1/accessories/\(device)", owner).status == .noContent)
    #expect(try fixture.count("SELECT COUNT(*) FROM device WHERE kind = 'band'") == 0)
    #expect(await fixture.ask(.get, "/v1/accessories", owner).list("accessories").isEmpty)
    #expect(fixture.radio.taken() == [.unlink(Peers.band)])
    let again = await fixture.ask(.delete, "/v1/accessories/\(device)", owner)
    #expect(again.status == .notFound)
  }

  @Test("keeps nothing that is measured after it, and everything that was before")
  func measurements() async throws {
    let (fixture, owner, device) = try await linked()
    let beat = { (rate: UInt16) in
      RadioEvent.value(
        Peers.band, AccessoryProfile.heartRate, HeartRateReading.encoded(beatsPerMinute: rate))
    }
    fixture.hear(beat(61))
    // On its way to the writer when the owner lets go.
    let now = fixture.clock.now
    let late = Measurement(
      try #require(Reading(.heartRate, 99)), of: device, with: .band, received: now)
    _ = await fixture.ask(.delete, "/v1/accessories/\(device)", owner)
    fixture.accessories.inbox.add([late])
    fixture.hear(beat(62))
    #expect(try fixture.values(.heartRate, of: owner) == [61])
  }

  @Test("lets another account link it, with measurements of its own (AL-06)")
  func nextOwner() async throws {
    let (fixture, owner, device) = try await linked()
    let beat = { (rate: UInt16) in
      RadioEvent.value(
        Peers.band, AccessoryProfile.heartRate, HeartRateReading.encoded(beatsPerMinute: rate))
    }
    fixture.hear(beat(61))
    _ = await fixture.ask(.delete, "/v1/accessories/\(device)", owner)
    fixture.hear(.unlinked(Peers.band))
    let next = try fixture.owner()
    let link = await fixture.linkBand(next)
    #expect(try fixture.row(link, of: next)?.state == "linked")
    fixture.clock.advance(.seconds(1))
    fixture.hear(beat(75))
    #expect(try fixture.values(.heartRate, of: owner) == [61])
    #expect(try fixture.values(.heartRate, of: next) == [75])
  }

  @Test("needs a fresh proof of who asks (SU-01)")
  func stepUp() async throws {
    let (fixture, owner, device) = try await linked()
    fixture.clock.advance(.seconds(301))
    let reply = await fixture.ask(.delete, "/v1/accessories/\(device)", owner)
    #expect(reply.status == .forbidden)
    #expect(reply.slug == "step-up-required")
    #expect(await fixture.ask(.get, "/v1/accessories", owner).list("accessories").count == 1)
  }
}
