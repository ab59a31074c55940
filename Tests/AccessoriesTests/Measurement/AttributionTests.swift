import AccountSession
import BluetoothWire
import HTTP
import JSON
import Testing

@testable import Accessories

@Suite("Who stood on a scale")
struct AttributionTests {
  @Test(
    "is guessed by the weight: the owner's changes by a little, and by more as days go by",
    arguments: [
      (72_000, nil, Attribution.Person.owner), (72_000, (72_000, 0), .owner),
      (75_000, (72_000, 0), .owner), (75_001, (72_000, 0), .other), (68_999, (72_000, 0), .other),
      (76_500, (72_000, 10), .owner), (80_000, (72_000, 365), .owner),
      (80_001, (72_000, 3_650), .other), (75_001, (72_000, -5), .other),
    ] as [(Int64, (Int64, Int64)?, Attribution.Person)])
  func guess(grams: Int64, last: (Int64, Int64)?, person: Attribution.Person) {
    #expect(WeightGuess.person(grams, last: last.map { (grams: $0.0, daysAgo: $0.1) }) == person)
  }

  /// A Mi scale that says nothing of people, linked by its owner of 72.3 kg.
  private func linkedScale() async throws -> (AccessoryFixture, AccessoryFixture.Owner) {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    _ = await fixture.open(.scale, owner)
    weigh(14_460, second: 1, on: fixture)
    return (fixture, owner)
  }

  private func weigh(_ fiveGrams: UInt16, second: UInt8, on fixture: AccessoryFixture) {
    let shown = RadioEvent.advertisement(
      Peers.miScale, data: Peers.weighing(fiveGrams: fiveGrams, seconds: second), signal: -60)
    fixture.hear(shown, shown)
    fixture.pass(.seconds(60))
  }

  private func rows(
    _ person: String, _ fixture: AccessoryFixture, _ owner: AccessoryFixture.Owner
  ) async -> [JSONObject] {
    await fixture.ask(.get, "/v1/measurements?kind=weight&person=\(person)", owner)
      .list("measurements")
  }

  @Test("is told with every row, and how that is known; and that anybody could have made it up")
  func told() async throws {
    let (fixture, owner) = try await linkedScale()
    weigh(14_500, second: 2, on: fixture)
    weigh(5_000, second: 3, on: fixture)
    let own = await rows("owner", fixture, owner)
    #expect(own.map { $0["value"] } == [.integer(72_300), .integer(72_500)])
    #expect(own.map { $0.string("person_by") } == ["link", "guess"])
    let others = await rows("other", fixture, owner)
    #expect(others.map { $0["value"] } == [.integer(25_000)])
    #expect((own + others).allSatisfy { $0["authenticated"] == .bool(false) })
    // A chart is the owner's own, from rows and from sums.
    for points in [1, 2_000] {
      let chart = await fixture.ask(
        .get, "/v1/measurements/chart?kind=weight&points=\(points)", owner)
      let highest = chart.list("points").compactMap { point -> Int64? in
        if case .integer(let value)? = point["min"] { value } else { nil }
      }
      #expect(highest.min() == 72_300)
    }
    let csv = await fixture.ask(.get, "/v1/measurements/export?kind=weight&person=other", owner)
    #expect(csv.text.contains(",no,other,guess\r\n"))
  }

  @Test("is the owner's to correct, for rows and sums, and the next guess knows it")
  func corrected() async throws {
    let (fixture, owner) = try await linkedScale()
    weigh(16_000, second: 2, on: fixture)
    let guest = try #require(await rows("other", fixture, owner).first)
    let path = "/v1/measurements/\(guest.string("measurement") ?? "")"
    let reply = await fixture.ask(.patch, path, owner, body: #"{"person":"owner"}"#)
    #expect(reply.status == .noContent)
    #expect(await rows("other", fixture, owner).isEmpty)
    let own = await rows("owner", fixture, owner)
    #expect(own.map { $0.string("person_by") } == ["link", "owner"])
    let chart = await fixture.ask(.get, "/v1/measurements/chart?kind=weight&points=1", owner)
    #expect(chart.list("points").first?["max"] == .integer(80_000))
    #expect(chart.list("points").first?["count"] == .integer(2))
    weigh(16_100, second: 3, on: fixture)
    #expect(await rows("owner", fixture, owner).count == 3)
    // And back again.
    _ = await fixture.ask(.patch, path, owner, body: #"{"person":"other"}"#)
    let again = await fixture.ask(.get, "/v1/measurements/chart?kind=weight&points=1", owner)
    #expect(again.list("points").first?["count"] == .integer(2))
  }

  @Test("is nobody else's to say, and is not said of what a band measures")
  func refused() async throws {
    let (fixture, owner) = try await linkedScale()
    let stranger = try fixture.owner()
    let row = try #require(await rows("owner", fixture, owner).first?.string("measurement"))
    let wish = #"{"person":"other"}"#
    for (path, person) in [
      ("/v1/measurements/\(row)", stranger), ("/v1/measurements/weight-1", owner),
      ("/v1/measurements/weight", owner), ("/v1/measurements/\(row)0", owner),
    ] {
      #expect(await fixture.ask(.patch, path, person, body: wish).status == .notFound, "\(path)")
    }
    for body in ["{}", #"{"person":"Ada"}"#, #"{"person":1}"#] {
      let reply = await fixture.ask(.patch, "/v1/measurements/\(row)", owner, body: body)
      #expect(reply.status == .unprocessableContent)
    }
    await fixture.linkBand(owner)
    let battery = await fixture.ask(.get, "/v1/measurements?kind=battery", owner)
      .list("measurements").first?.string("measurement")
    let reply = await fixture.ask(
      .patch, "/v1/measurements/\(battery ?? "")", owner, body: wish)
    #expect(reply.slug == "not-of-a-scale")
    let query = await fixture.ask(.get, "/v1/measurements?kind=weight&person=Ada", owner)
    #expect(query.status == .unprocessableContent)
  }

  @Test("is known by consent where the scale names the owner's user")
  func consent() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkScale(owner)
    let time = CalendarTime(year: 2026, month: 11, day: 18, hour: 7, minute: 0, second: 0)
    fixture.hear(
      .value(
        Peers.scale, AccessoryProfile.weight,
        WeightMeasurement.encoded(fiveGrams: 14_460, at: time, user: 1),
        receipt: ValueReceipt(number: 9)))
    let row = await rows("owner", fixture, owner).first
    #expect(row?.string("person_by") == "consent")
    #expect(row?["authenticated"] == .bool(true))
  }
}
