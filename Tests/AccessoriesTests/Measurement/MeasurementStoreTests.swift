import JSON
import SQLite
import Testing

@testable import Accessories
@testable import AccountSession

@Suite("The store of measurements")
struct MeasurementStoreTests {
  private let account = AccountID(number: 5)
  private let band = DeviceID(number: 7)
  private let other = DeviceID(number: 8)
  private let start = Timestamp(milliseconds: 1_795_000_000_000)

  /// A store whose two bands belong to the account.
  private func fixture() throws -> AccessoryFixture {
    let fixture = try AccessoryFixture(starts: false)
    try fixture.writer.perform { [account, band, other, start] in
      for device in [band, other] {
        let candidate = LinkCandidate(
          link: LinkID(number: device.number),
          caller: Caller(
            account: account, session: SessionID(number: 1), device: nil, roles: .owner),
          peer: PeerAddress(
            bytes: [UInt8(device.number), 0, 0, 0, 0, 0xC0], isRandom: true), profile: .band,
          facts: AccessoryFacts(), isAuthenticated: true, user: nil, ownerKey: nil, openedAt: start)
        try AccessoryStore.insert(
          candidate, as: device, sealedBy: AccessoryFixture.sealing, at: start, in: $0)
      }
    }
    return fixture
  }

  private func measurement(
    _ value: Int, _ kind: MeasurementKind = .heartRate, after seconds: Double = 0,
    clock: Int64? = nil, of device: DeviceID? = nil
  ) throws -> Measurement {
    Measurement(
      try #require(Reading(kind, value, clock: clock)), of: device ?? band, with: .band,
      received: start + .milliseconds(Int(seconds * 1_000)))
  }

  private func insert(_ measurements: [Measurement], _ fixture: AccessoryFixture) throws -> Int {
    try fixture.writer.perform { transaction in
      try measurements.count { try MeasurementStore.insert($0, in: transaction) != nil }
    }
  }

  private func query(
    _ kind: MeasurementKind = .heartRate, accessory: DeviceID? = nil, from: Double = 0,
    to: Double = 1_000_000, after cursor: MeasurementCursor? = nil
  ) -> MeasurementQuery {
    MeasurementQuery(
      account: account, kind: kind, accessory: accessory,
      from: start + .milliseconds(Int(from * 1_000)), to: start + .milliseconds(Int(to * 1_000)),
      cursor: cursor)
  }

  @Test("keeps a measurement once, on however many connections and restarts it is sent again")
  func once() throws {
    let first = try fixture()
    let weighing = try measurement(72_300, .weight, clock: 1_794_999_000)
    #expect(try insert([weighing, weighing], first) == 1)
    let again = try measurement(72_300, .weight, after: 86_400, clock: 1_794_999_000)
    #expect(try insert([again], first) == 0)
    let second = try AccessoryFixture(after: first, starts: false)
    #expect(try insert([again], second) == 0)
    #expect(try insert([try measurement(72_300, .weight, clock: 1_794_999_001)], second) == 1)
    #expect(try second.count("SELECT SUM(samples) FROM measurement_quarter") == 2)
  }

  @Test("keeps a weighing without a clock once within a minute")
  func withoutClock() throws {
    let fixture = try fixture()
    #expect(try insert([try measurement(72_300, .weight)], fixture) == 1)
    #expect(try insert([try measurement(72_300, .weight, after: 59.9)], fixture) == 0)
    #expect(try insert([try measurement(72_350, .weight, after: 59.9)], fixture) == 1)
    #expect(try insert([try measurement(72_300, .weight, after: 60)], fixture) == 1)
    // A pulse that does not change is measured anew each second.
    for second in 0..<5 {
      #expect(try insert([try measurement(61, .heartRate, after: Double(second))], fixture) == 1)
    }
  }

  @Test("keeps nothing of what belongs to nobody")
  func nobody() throws {
    let fixture = try fixture()
    #expect(try insert([try measurement(61, of: DeviceID(number: 99))], fixture) == 0)
    #expect(try fixture.count("SELECT COUNT(*) FROM measurement") == 0)
  }

  @Test("gives every row once, page by page, while rows are added before and behind")
  func pages() throws {
    let fixture = try fixture()
    let measurements = try (0..<100).map { try measurement(60 + $0 % 40, after: Double($0 / 3)) }
    let distinct = Set(measurements.map(\.fingerprint)).count
    #expect(try insert(measurements.shuffled(), fixture) == distinct)
    var seen: [StoredMeasurement] = []
    var cursor: MeasurementCursor?
    for round in 0..<100 {
      let rows = try MeasurementStore.rows(
        of: query(after: cursor), count: 7, from: fixture.reader)
      guard let last = rows.last else { break }
      seen += rows
      cursor = last.cursor
      // One that was measured long before, and arrives now.
      _ = try insert(
        [try measurement(200, .heartRate, after: 0.001 * Double(round + 1))], fixture)
    }
    let kept = seen.filter { $0.value != 200 }
    #expect(kept.count == distinct)
    #expect(Set(seen.map(\.cursor)).count == seen.count)
    #expect(seen.map(\.takenAt) == seen.map(\.takenAt).sorted())
  }

  @Test("reads from the first moment up to, not including, the last")
  func range() throws {
    let fixture = try fixture()
    _ = try insert(
      try [0, 1, 2, 3].map { try measurement(60 + $0, after: Double($0)) }, fixture)
    let values = try MeasurementStore.rows(
      of: query(from: 1, to: 3), count: 10, from: fixture.reader
    ).map(\.value)
    #expect(values == [61, 62])
    #expect(
      try MeasurementStore.rows(of: query(from: 3, to: 3), count: 10, from: fixture.reader).isEmpty)
  }

  @Test("finds one accessory's rows among another's, wherever they are")
  func oneAccessory() throws {
    let fixture = try fixture()
    // The other measures for ten hours, this one for a minute in between and one right at the end.
    var measurements = try stride(from: 0, to: 36_000, by: 60).map {
      try measurement(70, after: Double($0), of: other)
    }
    measurements += try (0..<60).map { try measurement(61, after: 18_000 + Double($0)) }
    measurements.append(try measurement(62, after: 35_999))
    #expect(try insert(measurements, fixture) == measurements.count)
    var rows: [StoredMeasurement] = []
    var cursor: MeasurementCursor?
    while true {
      let page = try MeasurementStore.rows(
        of: query(accessory: band, after: cursor), count: 25, from: fixture.reader)
      rows += page
      guard let last = page.last else { break }
      cursor = last.cursor
    }
    #expect(rows.count == 61)
    #expect(rows.allSatisfy { $0.accessory == band })
    #expect(rows.last?.value == 62)
    let all = try MeasurementStore.rows(of: query(), count: 10_000, from: fixture.reader)
    #expect(all.count == measurements.count)
    #expect(
      try MeasurementStore.rows(
        of: query(accessory: DeviceID(number: 99)), count: 10, from: fixture.reader
      ).isEmpty)
  }

  @Test("draws the same chart from the rows and from their sums")
  func chart() throws {
    let fixture = try fixture()
    let measurements = try (0..<3_000).map { (index: Int) throws -> Measurement in
      let value = 50 + index * 7_919 % 100
      return try measurement(
        value, after: Double(index * 11), of: index.isMultiple(of: 2) ? band : other)
    }
    #expect(try insert(measurements, fixture) == 3_000)
    let width = ChartWidth(from: start, to: start + .seconds(33_000), points: 30)
    #expect(width.isOfQuarters)
    for accessory in [band, other, nil] {
      var query = query(accessory: accessory)
      query.from = width.floor(start)
      query.to = width.ceiling(start + .seconds(33_000))
      let buckets = try MeasurementStore.buckets(of: query, width: width, from: fixture.reader)
      var expected: [Int64: [Int64]] = [:]
      for one in measurements where accessory == nil || one.accessory == accessory {
        expected[width.floor(one.takenAt).milliseconds, default: []].append(one.value)
      }
      #expect(buckets.map(\.at.milliseconds) == expected.keys.sorted())
      for bucket in buckets {
        let values = expected[bucket.at.milliseconds] ?? []
        #expect(bucket.lowest == values.min())
        #expect(bucket.highest == values.max())
        #expect(bucket.total == values.reduce(0, +))
        #expect(bucket.samples == Int64(values.count))
      }
    }
    // A peak of one second is in the chart of the whole.
    #expect(
      try MeasurementStore.buckets(
        of: query(), width: ChartWidth(from: start, to: start + .seconds(60), points: 60),
        from: fixture.reader
      ).count == 3_000)
  }

  @Test("reads pages and charts by an index")
  func plan() throws {
    let fixture = try fixture()
    let page = try fixture.reader.all(
      """
      EXPLAIN QUERY PLAN
      SELECT taken_at, fingerprint, value, time_source, accessory FROM measurement
      WHERE account = 5 AND kind = 1 AND person = 0 AND (taken_at, fingerprint) > (1, 2)
        AND taken_at >= 1 AND taken_at < 100 AND (0 = 0 OR accessory = 0)
      ORDER BY taken_at, fingerprint LIMIT 10
      """
    ) { $0.text(3) }
    #expect(page.count == 1, "\(page)")
    #expect(
      page.first?.contains("measurement_taken (account=? AND kind=? AND person=?") == true,
      "\(page)")
  }
}
