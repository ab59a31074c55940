import BluetoothWire
import HTTP
import JSON
import Testing

@testable import Accessories

@Suite("The radio's stream")
struct ListeningTests {
  /// Lets other tasks run until `condition` holds; false when it does not within a minute.
  private func eventually(_ condition: () async -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      if await condition() { return true }
      await Task.yield()
    }
    return false
  }

  @Test("is listened to from the start until the stop")
  func listening() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    fixture.radio.voice.yield(
      .advertisement(Peers.band, data: Peers.bandAdvertisement, signal: -40))
    #expect(
      await eventually {
        await fixture.ask(.get, "/v1/accessories/nearby", owner).list("nearby").count == 1
      })
    fixture.accessories.stop()
    #expect(fixture.radio.taken() == [.restore([]), .startDiscovery, .stopDiscovery])
  }

  @Test("that ends takes every open attempt with it")
  func gone() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    fixture.hear(Peers.untilAsked)
    fixture.radio.voice.finish()
    #expect(await eventually { (try? fixture.row(link, of: owner)?.refusal) == .radioGone })
  }
}
