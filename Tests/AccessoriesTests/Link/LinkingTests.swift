import AccountSession
import BluetoothWire
import HTTP
import JSON
import SQLite
import Testing

@testable import Accessories

@Suite("Linking an accessory")
struct LinkingTests {
  @Test("goes from the wish to the account's own band")
  func band() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    #expect(fixture.radio.taken() == [.restore([]), .startDiscovery])

    let (link, opened) = await fixture.open(.band, owner)
    #expect(opened.status == .accepted)
    #expect(opened.headers["location"] == "/v1/accessories/links/\(link)")
    #expect(opened.string("state") == "discovering")

    fixture.hear(Peers.untilAsked[0])
    #expect(
      fixture.radio.taken() == [
        .link(
          Peers.band, plan: AccessoryProfile.band.introduction(at: fixture.clock.now, user: nil))
      ])
    fixture.hear(Peers.untilAsked[1])
    let asked = await fixture.ask(.get, "/v1/accessories/links/\(link)", owner)
    #expect(asked.string("state") == "pairing")
    #expect(asked["pairing"] == .object(["kind": .string("compare"), "digits": .string("123456")]))
    #expect(
      asked.string("answer_until") == (fixture.clock.now + .seconds(30)).description)

    let answered = await fixture.ask(
      .post, "/v1/accessories/links/\(link)/pairing", owner, body: #"{"answer":"confirm"}"#)
    #expect(answered.status == .ok)
    #expect(fixture.radio.taken() == [.answerPairing(Peers.band, .confirm)])

    fixture.hear(Peers.afterAnswer)
    let linked = await fixture.ask(.get, "/v1/accessories/links/\(link)", owner)
    #expect(linked.string("state") == "linked")
    #expect(linked["pairing"] == nil)
    let device = try #require(linked.string("accessory"))

    let list = await fixture.ask(.get, "/v1/accessories", owner)
    let band = try #require(list.list("accessories").first)
    #expect(band.string("accessory") == device)
    #expect(band.string("product") == "lumen-band")
    #expect(band.string("name") == "Lumen Band")
    #expect(band.string("address") == "C0:00:00:00:00:01")
    #expect(band.string("state") == "connected")
    #expect(band.string("installed_version") == "1.2.0")
    #expect(band["battery_percent"] == .integer(87))
    #expect(try fixture.values(.battery, of: owner) == [87])

    // The registry has it with what releases are matched by.
    let registered = try fixture.reader.first(
      "SELECT product, hardware, installed_version FROM device WHERE kind = 'band'"
    ) { [$0.text(0), $0.text(1), $0.text(2)] }
    #expect(registered == ["lumen-band", "lb-a", "1.2.0"])
  }

  @Test("tells the account each step as a notice, once it is durable")
  func notices() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await fixture.linkBand(owner)
    let bodies = try fixture.reader.all(
      "SELECT body FROM notice WHERE kind = 'link.changed' ORDER BY id"
    ) { String(decoding: $0.blob(0), as: UTF8.self) }
    let states = bodies.map { body in
      ["connecting", "pairing", "interrogating", "linked"].first { body.contains("\"\($0)\"") }
    }
    #expect(states == ["connecting", "pairing", "interrogating", "linked"])
    #expect(bodies.allSatisfy { $0.contains(link.description) })
  }

  @Test("takes the nearest of the kind when no address is named")
  func nearest() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    fixture.hear(
      .advertisement(Peers.otherBand, data: Peers.bandAdvertisement, signal: -80),
      .advertisement(Peers.band, data: Peers.bandAdvertisement, signal: -40),
      .advertisement(Peers.scale, data: Peers.scaleAdvertisement, signal: -20))
    let nearby = await fixture.ask(.get, "/v1/accessories/nearby", owner).list("nearby")
    #expect(
      nearby.map { $0.string("address") } == [
        "C0:00:00:00:00:03", "C0:00:00:00:00:01", "C0:00:00:00:00:02",
      ])
    #expect(nearby.map { $0.string("model") } == ["Terra Scale", "Lumen Band", "Lumen Band"])
    let (link, _) = await fixture.open(.band, owner)
    #expect(try fixture.row(link, of: owner)?.peer == Peers.band)
    // What somebody is linking is not offered to the next.
    let left = await fixture.ask(.get, "/v1/accessories/nearby", owner).list("nearby")
    #expect(left.count == 2)
  }

  @Test("waits for the address that was named")
  func address() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner, address: "c0:00:00:00:00:02")
    fixture.hear(Peers.untilAsked[0])
    #expect(try fixture.row(link, of: owner)?.peer == nil)
    fixture.hear(.advertisement(Peers.otherBand, data: Peers.bandAdvertisement, signal: nil))
    #expect(try fixture.row(link, of: owner)?.peer == Peers.otherBand)
  }

  @Test("needs digits that the owner types, and takes them for that question only")
  func passkey() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    fixture.hear(Peers.untilAsked[0], .pairingRequest(Peers.band, .enterPasskey))
    let path = "/v1/accessories/links/\(link)/pairing"
    _ = fixture.radio.taken()
    for body in [#"{"answer":"confirm"}"#] {
      let reply = await fixture.ask(.post, path, owner, body: body)
      #expect(reply.status == .conflict)
      #expect(reply.slug == "no-pairing-question")
    }
    for body in [
      #"{"passkey":1000000}"#, #"{"passkey":-1}"#, #"{"passkey":"1"}"#, "{}", "[]",
      #"{"answer":"yes"}"#, #"{"answer":"confirm","passkey":1}"#, #"{"passkey":1,"x":1}"#,
    ] {
      let reply = await fixture.ask(.post, path, owner, body: body)
      #expect(reply.status == .unprocessableContent, "\(body)")
    }
    #expect(fixture.radio.taken().isEmpty)
    _ = await fixture.ask(.post, path, owner, body: #"{"passkey":42}"#)
    #expect(fixture.radio.taken() == [.answerPairing(Peers.band, .passkey(42))])
    let again = await fixture.ask(.post, path, owner, body: #"{"passkey":43}"#)
    #expect(again.status == .conflict)
  }

  @Test("ends when the owner takes too long, and leaves no bond")
  func expired() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    fixture.hear(Peers.untilAsked)
    _ = fixture.radio.taken()
    fixture.pass(.milliseconds(29_999))
    #expect(fixture.radio.taken().isEmpty)
    fixture.pass(.milliseconds(1))
    #expect(fixture.radio.taken() == [.cancel(Peers.band), .unlink(Peers.band)])
    #expect(try fixture.row(link, of: owner)?.state == "expired")
    #expect(try fixture.count("SELECT COUNT(*) FROM stray_bond") == 1)
    // Until the radio has forgotten it, nobody links it anew; it is told again.
    fixture.hear(Peers.untilAsked[0])
    let (second, _) = await fixture.open(.band, owner)
    fixture.pass(.seconds(30))
    #expect(fixture.radio.taken() == [.unlink(Peers.band)])
    #expect(try fixture.row(second, of: owner)?.peer == nil)
    fixture.hear(.unlinked(Peers.band), Peers.untilAsked[0])
    #expect(try fixture.row(second, of: owner)?.peer == Peers.band)
    #expect(try fixture.count("SELECT COUNT(*) FROM stray_bond") == 0)
  }

  @Test("is cancelled by its owner at any time before it is done")
  func cancelled() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.band, owner)
    let path = "/v1/accessories/links/\(link)"
    fixture.hear(Peers.untilAsked)
    #expect(await fixture.ask(.delete, path, owner).status == .noContent)
    fixture.settle()
    #expect(await fixture.ask(.get, path, owner).string("state") == "cancelled")
    #expect(await fixture.ask(.delete, path, owner).status == .noContent)
    fixture.hear(Peers.afterAnswer)
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory") == 0)

    fixture.hear(.unlinked(Peers.band))
    let linked = await fixture.linkBand(owner)
    let late = await fixture.ask(.delete, "/v1/accessories/links/\(linked)", owner)
    #expect(late.status == .conflict)
    #expect(late.slug == "link-is-over")
  }

  @Test("makes a user on a connected scale, speaks for it, and opens it by a sealed code")
  func scale() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let (link, _) = await fixture.open(.scale, owner)
    fixture.hear(
      .advertisement(Peers.scale, data: Peers.scaleAdvertisement, signal: -40),
      .pairingRequest(Peers.scale, .justWorks))
    _ = await fixture.ask(
      .post, "/v1/accessories/links/\(link)/pairing", owner, body: #"{"answer":"confirm"}"#)
    _ = fixture.radio.taken()
    fixture.hear(
      .linked(Peers.scale, encryption: Peers.unauthenticated),
      .value(Peers.scale, Peers.model, Array("Terra Scale".utf8)),
      .value(Peers.scale, AccessoryProfile.userControl, [0x20, 0x01, 0x01, 0x02]),
      .ready(Peers.scale))
    // The plan is given anew, and now speaks for user 2.
    let commands = fixture.radio.taken()
    guard case .link(Peers.scale, let plan)? = commands.last, commands.count == 1 else {
      Issue.record("\(commands)")
      return
    }
    let request = plan.writes.first { $0.target == AccessoryProfile.userControl }?.value
    #expect(request?.prefix(2) == [0x02, 0x02])
    let stored = try fixture.reader.first("SELECT scale_user FROM accessory", read: { $0.blob(0) })
    #expect(stored.map { $0.count > 3 } == true)

    // After a restart the code is still known, and nobody else's key opens it.
    let second = try AccessoryFixture(after: fixture)
    guard case .link(Peers.scale, let again)? = second.radio.taken().last else {
      Issue.record("the scale is not called")
      return
    }
    #expect(again.writes.first { $0.target == AccessoryProfile.userControl }?.value == request)
  }

  @Test("takes a Mi scale when its owner steps on it after having asked")
  func broadcast() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    // Somebody stood on it before.
    let before = Peers.weighing(fiveGrams: 12_000, seconds: 1)
    fixture.hear(.advertisement(Peers.miScale, data: before, signal: -60))
    fixture.pass(.seconds(5))
    let (link, _) = await fixture.open(.scale, owner)
    fixture.hear(.advertisement(Peers.miScale, data: before, signal: -60))
    #expect(try fixture.row(link, of: owner)?.state == "awaiting_presence")

    fixture.hear(
      .advertisement(
        Peers.miScale,
        data: Peers.weighing(fiveGrams: 9_000, seconds: 30, isStabilised: false), signal: -60))
    #expect(try fixture.row(link, of: owner)?.state == "awaiting_presence")
    let own = Peers.weighing(fiveGrams: 14_460, seconds: 31)
    fixture.hear(.advertisement(Peers.miScale, data: own, signal: -60))
    #expect(try fixture.row(link, of: owner)?.state == "linked")
    // The radio was never told to connect, and the weighing that linked it is kept, once.
    #expect(fixture.radio.taken() == [.restore([]), .startDiscovery])
    fixture.hear(.advertisement(Peers.miScale, data: own, signal: -60))
    #expect(try fixture.values(.weight, of: owner) == [72_300])
    let list = await fixture.ask(.get, "/v1/accessories", owner).list("accessories")
    #expect(list.first?.string("product") == "mi-body-scale")
    #expect(list.first?.string("name") == "Mi Body Composition Scale")
    #expect(list.first?.string("state") == "connected")
    fixture.pass(.seconds(61))
    let later = await fixture.ask(.get, "/v1/accessories", owner).list("accessories")
    #expect(later.first?.string("state") == "away")
  }

  @Test("does not take a Mi scale that nobody steps on")
  func nobodySteps() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let before = Peers.weighing(fiveGrams: 12_000, seconds: 1)
    fixture.hear(.advertisement(Peers.miScale, data: before, signal: -60))
    fixture.pass(.seconds(1))
    let (link, _) = await fixture.open(.scale, owner)
    for _ in 0..<29 {
      fixture.pass(.seconds(1))
      fixture.hear(.advertisement(Peers.miScale, data: before, signal: -60))
    }
    #expect(try fixture.row(link, of: owner)?.state == "awaiting_presence")
    fixture.pass(.seconds(2))
    #expect(try fixture.row(link, of: owner)?.state == "expired")
    #expect(try fixture.count("SELECT COUNT(*) FROM stray_bond") == 0)
  }

  @Test("is bounded for each account and in all")
  func bounds() async throws {
    var limits = AccessoryLimits.usual
    limits.attempts = 5
    let fixture = try AccessoryFixture(limits: limits)
    let (owner, other) = (try fixture.owner(), try fixture.owner())
    for _ in 0..<4 { #expect(await fixture.open(.band, owner).reply.status == .accepted) }
    let fifth = await fixture.open(.band, owner).reply
    #expect(fifth.status == .tooManyRequests)
    #expect(fifth.headers["retry-after"] == "60")
    #expect(await fixture.open(.band, other).reply.status == .accepted)
    #expect(await fixture.open(.band, other).reply.status == .serviceUnavailable)
  }

  @Test("is opened a bounded number of times an hour")
  func rate() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    for _ in 0..<60 {
      let (link, reply) = await fixture.open(.band, owner)
      #expect(reply.status == .accepted)
      _ = await fixture.ask(.delete, "/v1/accessories/links/\(link)", owner)
      fixture.settle()
    }
    #expect(await fixture.open(.band, owner).reply.status == .tooManyRequests)
    fixture.clock.advance(.seconds(60))
    #expect(await fixture.open(.band, owner).reply.status == .accepted)
  }

  @Test(
    "refuses a wish that is none",
    arguments: [
      "", "{}", "[]", #"{"kind":"phone"}"#, #"{"kind":"band","address":"here"}"#,
      #"{"kind":"band","adress":"C0:00:00:00:00:01"}"#, #"{"kind":1}"#,
    ])
  func badWish(body: String) async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let reply = await fixture.ask(.post, "/v1/accessories/links", owner, body: body)
    #expect(reply.status == .unprocessableContent)
    #expect(try fixture.count("SELECT COUNT(*) FROM accessory_link") == 0)
  }
}
