import AccountSession
import BluetoothWire
import Cryptography
import HTTP
import JSON
import SQLite
import Testing

@testable import Accessories

@Suite("A band that has a key")
struct KeyedBandTests {
  private static let band = PeerAddress(bytes: [7, 0, 0, 0, 0, 0xC0], isRandom: true)
  private static let key = [UInt8](repeating: 7, count: 16)
  private static let challenge = [UInt8](0..<16)

  private static let advertisement = AdvertisingPayload([
    AdvertisingElement(.manufacturerValue, [0x57, 0x01, 0x02, 0x02, 0x01, 0xFF]),
    AdvertisingElement(.completeName, Array("Mi Smart Band 5".utf8)),
  ]).encoded()

  private static func wish(key: [UInt8]) -> String {
    "{\"kind\":\"band\",\"key\":\"\(Hex.encode(key))\"}"
  }

  /// Up to the proof.
  private func challenged() async throws -> (AccessoryFixture, AccessoryFixture.Owner, LinkID) {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await fixture.link(
      Self.band, hearing: Self.advertisement, wish: Self.wish(key: Self.key),
      saying: [.value(Self.band, Peers.model, Array("Mi Smart Band 5".utf8))], owner)
    #expect(fixture.wrote(to: Self.band) == [[0x82, 0x00, 0x02, 0x01, 0x00]])
    fixture.hear(answer(.challenge(Self.challenge)))
    #expect(
      fixture.wrote(to: Self.band)
        == [[0x83, 0x00] + AES128.encryptBlock(Self.challenge, key: Self.key)])
    return (fixture, owner, link)
  }

  private func answer(_ answer: HuamiHandshakeAnswer) -> RadioEvent {
    .value(Self.band, AccessoryProfile.huamiHandshake, answer.encoded())
  }

  @Test("is linked when it takes the key for its own, and opened again on each connection")
  func linked() async throws {
    let (fixture, owner, link) = try await challenged()
    fixture.hear(answer(.accepted))
    #expect(try fixture.row(link, of: owner)?.state == "linked")
    fixture.hear(.disconnected(Self.band))
    let second = try AccessoryFixture(after: fixture)
    second.hear(.linked(Self.band, encryption: Peers.unauthenticated), .ready(Self.band))
    // The key was kept, and the model is asked for anew.
    #expect(second.wrote(to: Self.band) == [[0x02, 0x00]])
    second.hear(answer(.challenge(Self.challenge)), answer(.accepted))
    let plan = AccessoryProfile.huamiBand.openPlan(at: second.clock.now)
    #expect(second.radio.taken().last == plan.map { .link(Self.band, plan: $0) })
    second.hear(.value(Self.band, AccessoryProfile.huamiBattery, [0x0F, 55, 0]))
    #expect(try second.values(.battery, of: owner) == [55])
  }

  @Test("that does not is not linked, and what was linked before must be linked anew")
  func refused() async throws {
    let (fixture, owner, link) = try await challenged()
    fixture.hear(answer(.refused(4)))
    #expect(try fixture.row(link, of: owner)?.refusal == .wrongKey)
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory") == 0)
    let (other, ada, _) = try await challenged()
    other.hear(answer(.accepted), .disconnected(Self.band))
    other.pass(.seconds(1))
    other.hear(
      .linked(Self.band, encryption: Peers.unauthenticated), .ready(Self.band),
      answer(.refused(4)))
    let list = await other.ask(.get, "/v1/accessories", ada).list("accessories")
    #expect(list.first?.string("problem") == "bond-lost")
  }

  @Test("that falls silent in the middle is hung up on, and called again")
  func silent() async throws {
    let (fixture, _, _) = try await challenged()
    fixture.hear(answer(.accepted), .ready(Self.band))
    _ = fixture.radio.taken()
    fixture.pass(.seconds(59))
    #expect(fixture.radio.taken().isEmpty)
    fixture.pass(.seconds(1))
    #expect(fixture.radio.taken() == [.cancel(Self.band)])
    fixture.pass(.seconds(2))
    let plan = AccessoryProfile.huamiBand.plan(at: fixture.clock.now, user: nil)
    #expect(fixture.radio.taken() == [.link(Self.band, plan: plan)])
  }

  @Test("is not believed to have the one that everybody knows")
  func publicKey() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let reply = await fixture.ask(
      .post, "/v1/accessories/links", owner,
      body: Self.wish(key: Array(0x30...0x39) + Array(0x40...0x45)))
    #expect(reply.status == .unprocessableContent)
    #expect(reply.text.contains("everybody knows"))
  }

  @Test("hands over what it kept, and hears only after the commit that it may forget it")
  func fetched() async throws {
    let (fixture, owner, _) = try await challenged()
    fixture.hear(answer(.accepted))
    // Opened to be linked, it stays open.
    let plan = AccessoryProfile.huamiBand.openPlan(at: fixture.clock.now)
    #expect(fixture.radio.taken().last == plan.map { .link(Self.band, plan: $0) })
    fixture.hear(.ready(Self.band))
    #expect(fixture.wrote(to: Self.band).first?.first == 0x01)
    let start = HuamiTime(
      time: CalendarTime(secondsSince1970: fixture.clock.now.milliseconds / 60_000 * 60 - 120),
      offsetQuarters: 0)
    fixture.hear(
      .value(
        Self.band, AccessoryProfile.huamiFetch,
        HuamiFetchAnswer.ready(byteCount: 8, first: start).encoded()),
      .value(Self.band, AccessoryProfile.huamiActivity, [0, 1, 9, 30, 61, 1, 9, 0, 0xFF]))
    #expect(fixture.wrote(to: Self.band) == [[0x02]])
    let sent = RadioEvent.value(
      Self.band, AccessoryProfile.huamiFetch, HuamiFetchAnswer.sent.encoded())
    let early = try fixture.writer.perform {
      [accessories = fixture.accessories, radio = fixture.radio] _ in
      accessories.links.act { $0.hear(sent, at: $1) }
      return radio.taken()
    }
    #expect(early.isEmpty)
    fixture.settle()
    #expect(fixture.wrote(to: Self.band) == [[0x03]])
    #expect(try fixture.values(.heartRate, of: owner) == [61])
    #expect(try fixture.values(.minuteSteps, of: owner) == [30])
  }
}
