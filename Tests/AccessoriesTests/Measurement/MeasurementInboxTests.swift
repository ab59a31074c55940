import AccountSession
import BluetoothWire
import JSON
import SQLite
import Testing

@testable import Accessories

@Suite("The way of measurements to the writer")
struct MeasurementInboxTests {
  private func beat(_ rate: UInt16) -> RadioEvent {
    .value(Peers.band, AccessoryProfile.heartRate, HeartRateReading.encoded(beatsPerMinute: rate))
  }

  @Test("keeps what an accessory measures, each once")
  func kept() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    for rate in 60..<70 {
      fixture.clock.advance(.seconds(1))
      fixture.hear(beat(UInt16(rate)))
    }
    #expect(try fixture.values(.heartRate, of: owner) == Array(60..<70))
    // The connection breaks off, and the band says its level again.
    fixture.hear(.value(Peers.band, AccessoryProfile.battery, [87]), .disconnected(Peers.band))
    fixture.pass(.seconds(1))
    fixture.hear(.linked(Peers.band, encryption: Peers.authenticated))
    fixture.hear(Peers.facts(of: Peers.band))
    #expect(try fixture.values(.battery, of: owner) == [87])
  }

  @Test("believes nothing that comes before the link is known to be encrypted")
  func unencrypted() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    fixture.hear(.disconnected(Peers.band), beat(99))
    fixture.pass(.seconds(1))
    fixture.hear(beat(98))
    #expect(try fixture.values(.heartRate, of: owner).isEmpty)
  }

  @Test("shares commits and drops the oldest when the writer is behind, and counts them")
  func behind() async throws {
    var limits = AccessoryLimits.usual
    limits.waitingMeasurements = 10
    let fixture = try AccessoryFixture(limits: limits)
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    let before = fixture.writer.revision.value
    // While the writer is busy with this piece, thirty arrive.
    try fixture.writer.perform { [accessories = fixture.accessories, clock = fixture.clock] _ in
      for rate in 60..<90 {
        clock.advance(.seconds(1))
        accessories.links.act { $0.hear(beat(UInt16(rate)), at: $1) }
      }
    }
    fixture.settle()
    // The first was on its way already; of the others the last ten are there.
    #expect(try fixture.values(.heartRate, of: owner) == [60] + Array(80..<90))
    #expect(fixture.accessories.droppedMeasurements == 19)
    // This piece, one measurement, ten measurements; some of them together, and those that waited for them.
    #expect(fixture.writer.revision.value - before <= 12)
  }

  @Test("tells the phone of a weighing, and of nothing that comes every second")
  func notices() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    let (link, _) = await fixture.open(.scale, owner)
    let weighing = Peers.weighing(fiveGrams: 14_460, seconds: 31)
    fixture.hear(
      .advertisement(Peers.miScale, data: weighing, signal: -60),
      .advertisement(Peers.miScale, data: weighing, signal: -60), beat(61))
    #expect(try fixture.row(link, of: owner)?.state == "linked")
    let notices = try fixture.reader.all(
      "SELECT body FROM notice WHERE kind = 'measurement.taken'"
    ) { String(decoding: $0.blob(0), as: UTF8.self) }
    #expect(notices.count == 1)
    #expect(notices.first?.contains("\"weight\"") == true)
    // The value itself is not in a notice.
    #expect(notices.first?.contains("72300") == false)
  }
}
