import AccountSession
import BluetoothWire
import Cryptography
import HTTP
import JSON
import Testing

@testable import Accessories

/// The frames are those that openScale's tests have: two packets of one weighing of an S400.
@Suite("A scale that seals what it says")
struct SealedScaleTests {
  private static let scale = PeerAddress(
    bytes: [0xEF, 0xBE, 0xF6, 0xB2, 0xD0, 0x8C], isRandom: false)
  private static let key = "0728974d657a4b60964c1b1677f35f7c"
  private static let withWeight = "4859d53b0abc078ff2348c844138e930220000009e538599"
  private static let withoutWeight = "4859d53b0bd6ef0b25db72785e7e2f46d6000000d8642df6"

  private static func frame(_ bytes: [UInt8]) -> RadioEvent {
    .advertisement(
      scale,
      data: AdvertisingPayload([AdvertisingElement(.serviceValue16, [0x95, 0xFE] + bytes)])
        .encoded(), signal: -60)
  }

  private static func frame(_ hex: String) -> RadioEvent { frame(Hex.decode(hex) ?? []) }

  /// What the scale would say of a weighing that nobody recorded.
  private static func frame(
    counter: UInt32, hectograms: UInt16, user: UInt8 = 1, at time: UInt32
  ) -> RadioEvent {
    frame(
      MiBeaconFrame.encodedSealed(
        [MiBeaconWeighing.s400(user: user, hectograms: hectograms, at: time)], of: .scaleS400,
        counter: counter, address: scale.bytes
      ) { plain, nonce in
        AES128.ccmSeal(
          plain, key: Hex.decode(key) ?? [], nonce: nonce,
          associatedData: MiBeaconSeal.associatedBytes, tagLength: MiBeaconSeal.tagLength)
      })
  }

  private func open(
    _ fixture: AccessoryFixture, _ owner: AccessoryFixture.Owner, key: String = key
  ) async -> Reply {
    let body = "{\"kind\":\"scale\",\"key\":\"\(key)\"}"
    let reply = await fixture.ask(.post, "/v1/accessories/links", owner, body: body)
    fixture.settle()
    return reply
  }

  private func linked() async throws -> (AccessoryFixture, AccessoryFixture.Owner) {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    _ = await open(fixture, owner)
    fixture.hear(Self.frame(Self.withWeight), Self.frame(Self.withWeight))
    return (fixture, owner)
  }

  @Test("is linked by its bind key and a weighing, which its own time makes one")
  func weighing() async throws {
    let (fixture, owner) = try await linked()
    let list = await fixture.ask(.get, "/v1/accessories", owner).list("accessories")
    #expect(list.first?.string("product") == "mi-sealed-scale")
    for _ in 0..<2 {
      fixture.hear(Self.frame(Self.withoutWeight), Self.frame(Self.withWeight))
    }
    #expect(try fixture.values(.weight, of: owner) == [69_900])
    #expect(try fixture.values(.heartRate, of: owner) == [92])
    #expect(try fixture.values(.impedance, of: owner) == [5_432])
    #expect(try fixture.values(.secondImpedance, of: owner) == [4_976])
    let row = await fixture.ask(.get, "/v1/measurements?kind=weight", owner).list("measurements")
      .first
    #expect(row?.string("taken_at") == "2025-04-10T02:03:25.000Z")
    #expect(row?.string("time_source") == "accessory")
    #expect(row?["authenticated"] == .bool(true))
    #expect(row?.string("person") == "owner")
    #expect(row?.string("person_by") == "link")
    // Nobody connected to it.
    #expect(fixture.radio.taken() == [.restore([]), .startDiscovery])
  }

  @Test("is not chosen without its key, and says so when it is named")
  func needsKey() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.scale, owner)
    fixture.hear(Self.frame(Self.withWeight))
    #expect(try fixture.row(link, of: owner)?.state == "discovering")
    let reply = await fixture.open(.scale, owner, address: "8C:D0:B2:F6:BE:EF").reply
    #expect(reply.status == .unprocessableContent)
    #expect(reply.slug == "key-needed")
    for key in ["", "07", String(repeating: "g", count: 32)] {
      #expect(await open(fixture, owner, key: key).status == .unprocessableContent)
    }
  }

  @Test("is nobody's who has another key")
  func wrongKey() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let reply = await open(fixture, owner, key: String(repeating: "0", count: 32))
    let link = try #require(reply.string("link").flatMap { LinkID($0) })
    for _ in 0..<3 { fixture.hear(Self.frame(Self.withWeight)) }
    fixture.pass(.seconds(31))
    #expect(try fixture.row(link, of: owner)?.state == "expired")
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory") == 0)
  }

  @Test("is not believed twice: frames that were recorded are none, after a restart too")
  func replay() async throws {
    let (fixture, owner) = try await linked()
    let late = Self.frame(counter: 900, hectograms: 701, at: 1_744_337_005)
    fixture.hear(late, Self.frame(counter: 899, hectograms: 702, at: 1_744_337_005))
    #expect(try fixture.values(.weight, of: owner) == [69_900, 70_100])
    let second = try AccessoryFixture(after: fixture)
    second.hear(
      late, Self.frame(Self.withWeight),
      Self.frame(counter: 899, hectograms: 703, at: 1_744_336_000))
    #expect(try second.values(.weight, of: owner) == [69_900, 70_100])
  }

  @Test("counts from the start after a new battery, and is believed when its weighing is newer")
  func newBattery() async throws {
    let (fixture, owner) = try await linked()
    fixture.hear(Self.frame(counter: 1, hectograms: 704, at: 1_744_250_606))
    #expect(try fixture.values(.weight, of: owner) == [69_900, 70_400])
  }

  @Test("whose clock says 1970 is given the time of receipt")
  func lostClock() async throws {
    let (fixture, owner) = try await linked()
    fixture.hear(Self.frame(counter: 4_000, hectograms: 705, at: 4_711))
    let rows = await fixture.ask(.get, "/v1/measurements?kind=weight", owner).list("measurements")
    #expect(rows.last?.string("taken_at") == fixture.clock.now.description)
    #expect(rows.last?.string("time_source") == "gateway")
  }

  @Test("tells people apart by its own numbers, of which the owner's is the one that linked it")
  func people() async throws {
    let (fixture, owner) = try await linked()
    fixture.hear(
      Self.frame(counter: 901, hectograms: 700, user: 2, at: 1_744_337_005),
      Self.frame(counter: 902, hectograms: 900, user: 1, at: 1_744_337_105))
    #expect(try fixture.values(.weight, of: owner) == [69_900, 90_000])
    let others = await fixture.ask(.get, "/v1/measurements?kind=weight&person=other", owner)
      .list("measurements")
    #expect(others.map { $0["value"] } == [.integer(70_000)])
    #expect(others.first?.string("person_by") == "scale")
  }

  @Test("is opened by the key that its owner gives it later, and only that")
  func anotherKey() async throws {
    let (fixture, owner) = try await linked()
    let device = try #require(
      await fixture.ask(.get, "/v1/accessories", owner).list("accessories").first?
        .string("accessory"))
    let path = "/v1/accessories/\(device)"
    let zeros = String(repeating: "0", count: 32)
    let newer = Self.frame(counter: 901, hectograms: 711, at: 1_744_337_005)
    #expect(
      await fixture.ask(.patch, path, owner, body: "{\"key\":\"\(zeros)\"}").status
        == .noContent)
    fixture.hear(newer)
    #expect(try fixture.values(.weight, of: owner) == [69_900])
    _ = await fixture.ask(.patch, path, owner, body: "{\"key\":\"\(Self.key)\"}")
    let second = try AccessoryFixture(after: fixture)
    second.hear(newer)
    #expect(try second.values(.weight, of: owner) == [69_900, 71_100])
    // It is not in the file as it was given.
    #expect(try second.count("SELECT COUNT(*) FROM accessory WHERE LENGTH(bind_key) = 44") == 1)
    await second.linkBand(owner)
    let band = await second.ask(.get, "/v1/accessories", owner).list("accessories")
      .first { $0.string("product") == "lumen-band" }
    let wrong = await second.ask(
      .patch, "/v1/accessories/\(band?.string("accessory") ?? "")", owner,
      body: "{\"key\":\"\(zeros)\"}")
    #expect(wrong.status == .unprocessableContent)
  }
}
