import AccountSession
import BluetoothWire
import HTTP
import JSON
import SQLite
import Testing

@testable import Accessories

@Suite("The routes of measurements")
struct MeasurementRouteTests {
  /// A band that has measured 60, 61 … once a second, beginning a second after it was linked.
  private func fixture(
    beats: Int = 10, limits: AccessoryLimits = .usual
  ) async throws -> (AccessoryFixture, AccessoryFixture.Owner) {
    let fixture = try AccessoryFixture(limits: limits)
    let owner = try fixture.owner()
    await fixture.linkBand(owner)
    for beat in 0..<beats {
      fixture.clock.advance(.seconds(1))
      fixture.hear(
        .value(
          Peers.band, AccessoryProfile.heartRate,
          HeartRateReading.encoded(beatsPerMinute: UInt16(60 + beat))))
    }
    return (fixture, owner)
  }

  private func values(_ reply: Reply) -> [Int64] {
    reply.list("measurements").compactMap {
      if case .integer(let value)? = $0["value"] { value } else { nil }
    }
  }

  @Test("list page by page")
  func list() async throws {
    let (fixture, owner) = try await fixture()
    let first = await fixture.ask(.get, "/v1/measurements?kind=heart_rate&limit=6", owner)
    #expect(first.status == .ok)
    #expect(values(first) == Array(60..<66))
    let cursor = try #require(first.string("next_cursor"))
    let second = await fixture.ask(
      .get, "/v1/measurements?kind=heart_rate&limit=6&cursor=\(cursor)", owner)
    #expect(values(second) == Array(66..<70))
    #expect(second["next_cursor"] == .null)
    let row = try #require(second.list("measurements").first)
    #expect(row.string("unit") == "bpm")
    #expect(row.string("time_source") == "gateway")
  }

  @Test("list a range of time of one accessory")
  func range() async throws {
    let (fixture, owner) = try await fixture()
    let from = fixture.clock.now - .seconds(5)
    let device = try #require(
      await fixture.ask(.get, "/v1/accessories", owner).list("accessories").first?
        .string("accessory"))
    let reply = await fixture.ask(
      .get,
      "/v1/measurements?kind=heart_rate&accessory=\(device)&from=\(from)&to=\(fixture.clock.now)",
      owner)
    #expect(values(reply) == Array(64..<69))
  }

  @Test("draw a chart of at most as many points as were asked for")
  func chart() async throws {
    let (fixture, owner) = try await fixture(beats: 40)
    let reply = await fixture.ask(
      .get, "/v1/measurements/chart?kind=heart_rate&points=20", owner)
    #expect(reply.status == .ok)
    #expect(reply.list("points").count <= 20)
    let total = reply.list("points").reduce(Int64(0)) { sum, point in
      if case .integer(let count)? = point["count"] { sum + count } else { sum }
    }
    #expect(total == 40)
    let last = try #require(reply.list("points").last)
    #expect(last["max"] == .integer(99))
    #expect(reply["bucket_ms"] == .integer(4_500_000))
  }

  @Test("export a table, and name the rest")
  func export() async throws {
    var limits = AccessoryLimits.usual
    limits.exportRows = 4
    let (fixture, owner) = try await fixture(limits: limits)
    var path: String? = "/v1/measurements/export?format=csv&kind=heart_rate"
    var lines: [Substring] = []
    while let next = path {
      let reply = await fixture.ask(.get, next, owner)
      #expect(reply.status == .ok)
      #expect(reply.headers["content-type"] == "text/csv; charset=utf-8")
      #expect(
        reply.headers["content-disposition"] == "attachment; filename=\"heart_rate.csv\"")
      lines += reply.text.split(separator: "\r\n").dropFirst()
      path = reply.headers["link"].map { link in
        String(link.dropFirst().prefix { $0 != ">" })
      }
    }
    #expect(lines.count == 10)
    #expect(lines.allSatisfy { $0.hasSuffix(",Lumen Band,yes,owner,link") })
    let json = await fixture.ask(
      .get, "/v1/measurements/export?format=json&kind=heart_rate", owner)
    #expect(values(json) == Array(60..<64))
  }

  @Test(
    "refuse a query that is not understood, and say which part",
    arguments: [
      ("", "kind"), ("?kind=mood", "kind"), ("?kind=weight&limit=0", "limit"),
      ("?kind=weight&limit=1001", "limit"), ("?kind=weight&limit=x", "limit"),
      ("?kind=weight&from=yesterday", "from"), ("?kind=weight&to=2026-02-30T00:00:00.000Z", "to"),
      ("?kind=weight&cursor=x", "cursor"), ("?kind=weight&accessory=band", "accessory"),
      ("?kind=weight&colour=red", "colour"), ("?kind=weight&kind=steps", "query"),
    ])
  func badQuery(query: String, parameter: String) async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let reply = await fixture.ask(.get, "/v1/measurements\(query)", owner)
    #expect(reply.status == .unprocessableContent)
    #expect(reply.slug == "bad-query")
    #expect(reply.string("parameter") == parameter)
  }

  @Test(
    "refuse a chart without a range, without points, or with too many",
    arguments: [
      "from=2026-11-24T05:00:00.000Z&to=2026-11-24T05:00:00.000Z", "points=0", "points=2001",
    ])
  func badChart(query: String) async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let reply = await fixture.ask(.get, "/v1/measurements/chart?kind=weight&\(query)", owner)
    #expect(reply.status == .unprocessableContent)
  }

  @Test("answer nothing under a session that ended while it was being read")
  func revoked() async throws {
    let (fixture, owner) = try await fixture()
    // The archive is asked; before it has answered, the session ends.
    let lease = Lease(slot: fixture.epochs.slot(of: UInt64(owner.account.number)))
    #expect(lease.isCurrent)
    try fixture.revoke(owner)
    #expect(!lease.isCurrent)
    let reply = await fixture.ask(.get, "/v1/measurements?kind=heart_rate", owner)
    #expect(reply.status == .unauthorized)
  }

  @Test("answer 503 when too many are being read")
  func busy() async throws {
    var limits = AccessoryLimits.usual
    limits.waitingReads = 1
    let (fixture, owner) = try await fixture(limits: limits)
    #expect(fixture.accessories.archive.enter())
    let reply = await fixture.ask(.get, "/v1/measurements?kind=heart_rate", owner)
    #expect(reply.status == .serviceUnavailable)
    #expect(reply.headers["retry-after"] == "1")
    fixture.accessories.archive.leave()
    let next = await fixture.ask(.get, "/v1/measurements?kind=heart_rate", owner)
    #expect(next.status == .ok)
  }
}
