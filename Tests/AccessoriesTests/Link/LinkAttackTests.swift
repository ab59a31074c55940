import AccountSession
import BluetoothWire
import HTTP
import JSON
import SQLite
import Testing

@testable import Accessories

@Suite("A stranger")
struct LinkAttackTests {
  @Test("is not told whose an accessory is, nor given it (AL-02)", arguments: [true, false])
  func stolenLink(byAddress: Bool) async throws {
    let fixture = try AccessoryFixture()
    let (owner, thief) = (try fixture.owner(), try fixture.owner())
    await fixture.linkBand(owner)
    fixture.hear(.disconnected(Peers.band))
    _ = fixture.radio.taken()
    if byAddress {
      let reply = await fixture.open(.band, thief, address: "C0:00:00:00:00:01").reply
      #expect(reply.status == .conflict)
      #expect(reply.slug == "accessory-taken")
      for id in [owner.account.description, "dev_"] { #expect(!reply.text.contains(id)) }
    } else {
      let (link, _) = await fixture.open(.band, thief)
      fixture.pass(.seconds(2))
      fixture.hear(Peers.untilAsked[0])
      #expect(try fixture.row(link, of: thief)?.peer == nil)
      let nearby = await fixture.ask(.get, "/v1/accessories/nearby", thief).list("nearby")
      #expect(nearby.isEmpty)
    }
    #expect(await fixture.ask(.get, "/v1/accessories", owner).list("accessories").count == 1)
  }

  @Test(
    "who registers it by another way first keeps it: the second is refused, and its bond dropped")
  func lostRace() async throws {
    let fixture = try AccessoryFixture()
    let (owner, other) = (try fixture.owner(), try fixture.owner())
    let (link, _) = await fixture.open(.band, owner)
    await fixture.drive(link, of: owner, to: Peers.untilAsked.count)
    _ = try fixture.writer.perform { [desk = fixture.desk] in
      try desk.registerAccessory(
        AccessoryRegistration(
          account: other.account, kind: .band, product: "lumen-band", hardware: "lb-a",
          identity: "C0:00:00:00:00:01/random", name: "Band", installedVersion: nil), in: $0)
    }
    _ = fixture.radio.taken()
    fixture.hear(Peers.afterAnswer)
    let reply = await fixture.ask(.get, "/v1/accessories/links/\(link)", owner)
    #expect(reply.string("state") == "refused")
    guard case .object(let refusal)? = reply["refusal"] else {
      Issue.record("no reason")
      return
    }
    #expect(refusal.string("reason") == "accessory-taken")
    #expect(
      fixture.radio.taken() == [
        .bondKept(Peers.band), .cancel(Peers.band), .unlink(Peers.band),
      ])
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory_bond") == 0)
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory") == 0)
  }

  @Test("who wants the same one at the same time is told that it is taken, and not by whom")
  func race() async throws {
    let fixture = try AccessoryFixture()
    let (owner, other) = (try fixture.owner(), try fixture.owner())
    let address = Peers.band.description
    let (link, _) = await fixture.open(.band, owner, address: address)
    let (late, _) = await fixture.open(.band, other, address: address)
    await fixture.drive(link, of: owner, to: Peers.words.count)
    let reply = await fixture.ask(.get, "/v1/accessories/links/\(late)", other)
    #expect(reply.string("state") == "refused")
    #expect(try fixture.row(late, of: other)?.refusal == .accessoryTaken)
    #expect(!reply.text.contains(owner.account.description) && !reply.text.contains("dev_"))
    #expect(await fixture.open(.band, other, address: address).reply.status == .conflict)
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory") == 1)
    #expect(await fixture.ask(.get, "/v1/accessories", owner).list("accessories").count == 1)
  }

  @Test("does not see, answer or end another's link or accessory")
  func otherAccount() async throws {
    let fixture = try AccessoryFixture()
    let (owner, stranger) = (try fixture.owner(), try fixture.owner())
    let (link, _) = await fixture.open(.band, owner)
    fixture.hear(Peers.untilAsked)
    let path = "/v1/accessories/links/\(link)"
    #expect(await fixture.ask(.get, path, stranger).status == .notFound)
    #expect(await fixture.ask(.delete, path, stranger).status == .notFound)
    let answer = #"{"answer":"confirm"}"#
    #expect(await fixture.ask(.post, path + "/pairing", stranger, body: answer).status == .notFound)
    _ = await fixture.ask(.post, path + "/pairing", owner, body: answer)
    fixture.hear(Peers.afterAnswer)
    let device = try #require(await fixture.ask(.get, path, owner).string("accessory"))
    let unlink = await fixture.ask(.delete, "/v1/accessories/\(device)", stranger)
    #expect(unlink.status == .notFound)
    let nowhere = await fixture.ask(
      .delete, "/v1/accessories/\(DeviceID.random())", stranger)
    #expect(unlink.body == nowhere.body)
    let kinds = MeasurementKind.allCases.map(\.rawValue)
    for kind in kinds {
      let list = await fixture.ask(
        .get, "/v1/measurements?kind=\(kind)&accessory=\(device)", stranger)
      #expect(list.list("measurements").isEmpty)
    }
    #expect(await fixture.ask(.get, "/v1/accessories", stranger).list("accessories").isEmpty)
  }

  @Test("gets nowhere without a session, or with one that may only sync")
  func noSession() async throws {
    let fixture = try AccessoryFixture()
    let phone = try fixture.owner(scope: .sync)
    let wish = #"{"kind":"band"}"#
    for (method, path) in [
      (HTTP.Method.get, "/v1/accessories"), (.get, "/v1/accessories/nearby"),
      (.post, "/v1/accessories/links"), (.get, "/v1/accessories/links/lnk_0000000000001"),
      (.post, "/v1/accessories/links/lnk_0000000000001/pairing"),
      (.delete, "/v1/accessories/links/lnk_0000000000001"),
      (.delete, "/v1/accessories/dev_0000000000001"), (.get, "/v1/measurements?kind=weight"),
      (.get, "/v1/measurements/chart?kind=weight"), (.get, "/v1/measurements/export?kind=weight"),
    ] {
      let body = method == .post ? wish : nil
      #expect(await fixture.ask(method, path, nil, body: body).status == .unauthorized, "\(path)")
      let isForSync = method == .get && !path.contains("/nearby") && !path.contains("/links")
      if !isForSync {
        #expect(await fixture.ask(method, path, phone, body: body).status == .forbidden, "\(path)")
      }
    }
  }

  @Test("who compares no digits is refused: digits were shown, and the link is not authenticated")
  func manInTheMiddle() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    await fixture.drive(link, of: owner, to: Peers.untilAsked.count)
    fixture.hear(.linked(Peers.band, encryption: Peers.unauthenticated), .ready(Peers.band))
    fixture.settle()
    #expect(try fixture.row(link, of: owner)?.refusal == .weakEncryption)
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory") == 0)
  }

  @Test("who comes back in a linked accessory's place with less protection is hung up on")
  func downgrade() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    fixture.hear(.disconnected(Peers.band))
    fixture.pass(.seconds(1))
    _ = fixture.radio.taken()
    fixture.hear(
      .linked(Peers.band, encryption: Peers.unauthenticated),
      .value(Peers.band, AccessoryProfile.heartRate, HeartRateReading.encoded(beatsPerMinute: 61)))
    #expect(fixture.radio.taken() == [.cancel(Peers.band)])
    #expect(try fixture.values(.heartRate, of: owner).isEmpty)
    let list = await fixture.ask(.get, "/v1/accessories", owner).list("accessories")
    #expect(list.first?.string("problem") == "bond-lost")
    #expect(
      try fixture.count("SELECT COUNT(*) FROM notice WHERE kind = 'accessory.spoilt'") == 1)
    // And after a restart it is not called again.
    let second = try AccessoryFixture(after: fixture)
    second.pass(.seconds(600))
    #expect(second.radio.taken() == [.restore([Peers.bond]), .startDiscovery])
  }

  @Test("who asks a linked accessory to pair anew is told no")
  func pairAnew() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    _ = fixture.radio.taken()
    fixture.hear(
      .pairingRequest(Peers.band, .justWorks), .pairingRequest(Peers.otherBand, .justWorks))
    #expect(
      fixture.radio.taken() == [
        .answerPairing(Peers.band, .reject), .answerPairing(Peers.otherBand, .reject),
      ])
  }

  @Test("fills neither memory nor the writer with a flood of advertisements")
  func flood() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    let before = fixture.writer.revision.value
    for number in 0..<20_000 {
      let bytes = (0..<6).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      let peer = PeerAddress(bytes: bytes, isRandom: true)
      fixture.accessories.links.act {
        $0.hear(.advertisement(peer, data: Peers.bandAdvertisement, signal: -50), at: $1)
          + $0.hear(.advertisement(Peers.band, data: Peers.bandAdvertisement, signal: -50), at: $1)
      }
    }
    #expect(fixture.writer.revision.value == before)
    let nearby = await fixture.ask(.get, "/v1/accessories/nearby", owner).list("nearby")
    #expect(nearby.count == AccessoryLimits.usual.sightings)
  }
}
