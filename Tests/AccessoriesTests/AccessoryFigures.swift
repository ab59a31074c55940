import AccountSession
import BluetoothWire
import Cryptography
import Glibc
import JSON
import SQLite
import Testing

@testable import Accessories

/// What accessories cost. Not part of a test run: `Tests/Benchmarks/accessories` builds this with optimisation and prints it.
@Suite(
  "The figures of accessories", .serialized, .enabled(if: getenv("LANYARD_FIGURES") != nil))
struct AccessoryFigures {
  private func report(_ what: String, _ count: Int, in time: Duration) {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    print("figure: \(what): \(Int(Double(count) / seconds)) a second")
  }

  @Test("of advertisements, parsed and recognised on one core")
  func advertisements() {
    let street = [
      Peers.bandAdvertisement, Peers.scaleAdvertisement,
      Peers.weighing(fiveGrams: 14_460, seconds: 1),
      AdvertisingPayload([
        AdvertisingElement(.flags, [0x06]), AdvertisingElement(.completeName, Array("TV".utf8)),
      ]).encoded(),
    ]
    let count = 400_000
    var known = 0
    let time = ContinuousClock().measure {
      for number in 0..<count {
        let payload = AdvertisingPayload(parsing: street[number % street.count])
        if AccessoryProfile(payload) != nil { known += 1 }
        if MiScale.reading(in: payload) != nil { known += 1 }
      }
    }
    #expect(known == count)
    report("advertisements parsed and recognised, one core", count, in: time)
  }

  @Test("of sealed frames, opened on one core")
  func frames() {
    let (address, key) = ([UInt8](1...6), [UInt8](repeating: 7, count: OwnerKey.length))
    let peer = PeerAddress(bytes: address, isRandom: false)
    let payloads = (1...20_000).map { number in
      let frame = MiBeaconFrame.encodedSealed(
        [MiBeaconWeighing.s400(user: 1, hectograms: 720, at: UInt32(number))], of: .scaleS400,
        counter: UInt32(number), address: address
      ) { plain, nonce in
        AES128.ccmSeal(
          plain, key: key, nonce: nonce, associatedData: MiBeaconSeal.associatedBytes,
          tagLength: MiBeaconSeal.tagLength)
      }
      return AdvertisingPayload([AdvertisingElement(.serviceValue16, [0x95, 0xFE] + frame)])
    }
    var ownerKey = OwnerKey(bytes: key)
    var opened = 0
    let time = ContinuousClock().measure {
      for payload in payloads where ownerKey.weighing(in: payload, from: peer) != nil {
        opened += 1
      }
    }
    #expect(opened == payloads.count)
    report("sealed frames opened, one core", opened, in: time)
  }

  @Test("of measurements, kept durably")
  func measurements() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await fixture.linkBand(owner)
    let device = try #require(try fixture.row(link, of: owner)?.accessory)
    let now = fixture.clock.now
    let all = (0..<60_000).compactMap { number in
      Reading(.heartRate, 61, clock: now.milliseconds / 1_000 - Int64(number)).map {
        Measurement($0, of: device, with: .band, received: now)
      }
    }
    let time = ContinuousClock().measure {
      for start in stride(from: 0, to: all.count, by: 2_000) {
        fixture.accessories.inbox.add(Array(all[start..<start + 2_000]))
        fixture.settle()
      }
    }
    #expect(try fixture.count("SELECT COUNT(*) FROM measurement WHERE kind = 1") == 60_000)
    report("measurements kept durably, many at once", all.count, in: time)
  }

  @Test("of indications, each kept and confirmed before the next")
  func indications() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkScale(owner)
    let count = 900
    let time = ContinuousClock().measure {
      for number in 0..<count {
        let moment = CalendarTime(secondsSince1970: 1_794_000_000 + Int64(number))
        let value = WeightMeasurement.encoded(fiveGrams: 14_460, at: moment, user: 1)
        let event = RadioEvent.value(
          Peers.scale, AccessoryProfile.weight, value,
          receipt: ValueReceipt(number: UInt64(number)))
        fixture.accessories.links.act { $0.hear(event, at: $1) }
        // The commit that keeps it is done when the next piece has its turn.
        try? fixture.writer.perform { _ in }
      }
    }
    #expect(try fixture.values(.weight, of: owner).count == count)
    report("indications kept durably and confirmed, one after the other", count, in: time)
  }
}
