import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("A throttle's schedule")
struct ThrottleScheduleTests {
  let schedule = ThrottleSchedule(
    free: 3, first: .seconds(1), longest: .seconds(900), memory: .seconds(43_200))
  let start = Timestamp(milliseconds: 1_795_000_000_000)

  @Test(
    "doubles from one second to a quarter of an hour (BF-04)",
    arguments: [
      (0, 0), (1, 0), (3, 0), (4, 1), (5, 2), (6, 4), (7, 8), (10, 64), (13, 512), (14, 900),
      (15, 900), (100, 900), (1_000_000, 900),
    ])
  func waits(failures: Int, seconds: Int) {
    #expect(schedule.wait(after: failures) == .seconds(seconds))
  }

  @Test("allows the next try when the wait is over, and not before")
  func nextTry() {
    let failures = FailureCount(count: 5, lastAt: start)
    #expect(schedule.nextTry(after: failures, at: start) == start + .seconds(2))
    #expect(
      schedule.nextTry(after: failures, at: start + .milliseconds(1_999)) == start + .seconds(2))
    #expect(schedule.nextTry(after: failures, at: start + .seconds(2)) == nil)
  }

  @Test("forgets twelve hours after the last failure (BF-04)")
  func decay() {
    let failures = FailureCount(count: 50, lastAt: start)
    #expect(
      schedule.counting(failures, at: start + .seconds(43_199))
        == FailureCount(count: 51, lastAt: start + .seconds(43_199)))
    #expect(
      schedule.counting(failures, at: start + .seconds(43_200))
        == FailureCount(count: 1, lastAt: start + .seconds(43_200)))
    #expect(schedule.counting(nil, at: start) == FailureCount(count: 1, lastAt: start))
  }

  @Test("allows ten codes a day (BF-05)")
  func codes() {
    let codes = CredentialPolicy().codes
    var failures: FailureCount?
    var tries = 0
    while failures.flatMap({ codes.nextTry(after: $0, at: start) }) == nil {
      failures = codes.counting(failures, at: start)
      tries += 1
    }
    #expect(tries == 10)
    #expect(failures.flatMap { codes.nextTry(after: $0, at: start + .seconds(86_400)) } == nil)
  }
}

@Suite("The network a request comes from")
struct SourceNetworkTests {
  @Test(
    "is one for all addresses of one IPv6 network (BF-07)",
    arguments: [
      "2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::",
      "2001:0db8:0001:0002:0:0:0:9", "2001:db8:1:2::5%eth0",
    ])
  func sameNetwork(address: String) {
    #expect(SourceNetwork(address).bytes == [0x20, 1, 0x0D, 0xB8, 0, 1, 0, 2])
  }

  @Test(
    "differs between networks, and between IPv4 addresses",
    arguments: [
      ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("::1", "1::1"), ("192.0.2.1", "192.0.2.2"),
      ("192.0.2.1", "::c000:201"), ("fe80::1", "2001:db8::1"),
    ])
  func otherNetwork(one: String, other: String) {
    #expect(SourceNetwork(one) != SourceNetwork(other))
  }

  @Test(
    "is whatever was said when that is no address",
    arguments: ["", ":", ":::", "1:2:3", "1:2:3:4:5:6:7:8:9", "::1::2", "g::1", "+1::", "12345::"])
  func noAddress(text: String) {
    #expect(SourceNetwork(text).bytes == Array(text.utf8))
  }
}

@Suite("A throttle")
struct ThrottleTests {
  let fixture: AccountFixture
  let throttle: Throttle
  let vault = IdentifierVault(keys: AccountFixture.keys)

  init() throws {
    fixture = try AccountFixture()
    throttle = fixture.desk.credentials.throttle
  }

  func count(_ bucket: ThrottleBucket) throws {
    try fixture.writer.perform { [throttle, now = fixture.clock.now] in
      _ = try throttle.count(bucket, at: now, in: $0)
    }
  }

  func rows() throws -> Int {
    try fixture.reader.first("SELECT COUNT(*) FROM throttle") { Int($0.int(0)) } ?? -1
  }

  @Test("has so many places of each kind, however many names are made up (BF-08)")
  func bounded() {
    var places: Set<Int64> = []
    for number in 0..<20_000 {
      let network = SourceNetwork("2001:db8:\(String(number, radix: 16))::1")
      let bucket = ThrottleBucket.network(network, vault)
      places.insert(
        bucket.number - ThrottleBucket.Kind.network.rawValue * ThrottleBucket.placeCount)
    }
    #expect(places.allSatisfy { (0..<ThrottleBucket.placeCount).contains($0) })
    // Spread, or strangers would hold each other up: by chance alone about 1,400 of 20,000 share a place.
    #expect(places.count > 18_000)
    #expect(ThrottleBucket.placeCount * Int64(ThrottleBucket.Kind.allCases.count) == 786_432)
  }

  @Test("keeps kinds apart, and needs the key to find a place")
  func apart() throws {
    let name = vault.mac(of: try #require(AccountIdentifier("ada@example.org")))
    let other = IdentifierVault(
      keys: AccountKeys(
        peppers: AccountFixture.keys.peppers, tokenMAC: AccountFixture.keys.tokenMAC,
        identifierMAC: [UInt8](repeating: 9, count: 32), sealing: AccountFixture.keys.sealing,
        logHead: AccountFixture.keys.logHead, lock: AccountFixture.keys.lock))
    #expect(ThrottleBucket.strangers(to: name, vault) != .codes(for: name, vault))
    #expect(ThrottleBucket.strangers(to: name, vault) != .strangers(to: name, other))
  }

  @Test("sweeps what is forgotten, a few rows with each failure")
  func swept() throws {
    for number in 0..<40 {
      try count(.network(SourceNetwork("192.0.2.\(number)"), vault))
    }
    #expect(try rows() == 40)
    fixture.clock.advance(.seconds(86_400))
    for number in 0..<4 { try count(.network(SourceNetwork("198.51.100.\(number)"), vault)) }
    #expect(try rows() == 4)
  }

  @Test(
    "allows one message in a minute, five in an hour, ten in a day, whenever they begin (BF-06)")
  func messages() throws {
    let name = vault.mac(of: try #require(AccountIdentifier("ada@example.org")))
    var sent: [Int64] = []
    // Asks every second for two days, and keeps the seconds at which a message was allowed.
    var second: Int64 = 0
    while second < 2 * 86_400 {
      let wait = try fixture.writer.perform { [throttle, now = fixture.clock.now] in
        try throttle.sending(to: name, for: SourceNetwork("192.0.2.1"), at: now, in: $0)
      }
      if let wait {
        let step = max(1, (wait.milliseconds - fixture.clock.now.milliseconds + 999) / 1_000)
        second += step
        fixture.clock.advance(.seconds(step))
      } else {
        sent.append(second)
      }
    }
    #expect(Array(sent.prefix(6)) == [0, 60, 120, 180, 240, 3_600])
    for (most, within) in [(1, Int64(60)), (5, 3_600), (10, 86_400)] {
      for (first, later) in zip(sent, sent.dropFirst(most)) {
        #expect(later - first >= within, "\(most) in \(within) s")
      }
    }
    #expect(sent.count == 20)
  }
}
