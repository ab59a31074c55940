import AccountSession
import JSON
import Testing

@testable import Accessories

@Suite("A measurement")
struct MeasurementTests {
  private let received = Timestamp(milliseconds: 1_795_000_000_000)
  private let device = DeviceID(number: 7)

  private func measure(
    _ kind: MeasurementKind = .weight, _ value: Int = 72_300, clock: Int64? = nil,
    of device: DeviceID? = nil, received: Timestamp? = nil, with profile: AccessoryProfile = .scale
  ) throws -> Measurement {
    Measurement(
      try #require(Reading(kind, value, clock: clock)), of: device ?? self.device,
      with: profile, received: received ?? self.received)
  }

  @Test("has the time of a clock that we set")
  func trusted() throws {
    let kept = try measure(clock: 1_794_990_000)
    #expect(kept.takenAt == Timestamp(milliseconds: 1_794_990_000_000))
    #expect(kept.timeSource == .accessory)
  }

  @Test(
    "has the gateway's time when the clock stood still, is ahead, or has a zone that nobody knows",
    arguments: [
      // 1970-04-16: openScale's issue 627. The middle of 2019. Ten minutes ahead. Beyond all time.
      (Int64(9_079_932), AccessoryProfile.scale), (1_561_939_200, .sealedScale),
      (1_795_000_600, .scale), (.max, .scale), (1_794_990_000, .broadcastScale),
    ])
  func untrusted(clock: Int64, profile: AccessoryProfile) throws {
    let kept = try measure(clock: clock, with: profile)
    #expect(kept.takenAt == received)
    #expect(kept.timeSource == .gateway)
  }

  @Test("is the same however often it arrives, and another when anything about it differs")
  func fingerprint() throws {
    let clock: Int64 = 9_079_932
    let first = try measure(clock: clock)
    #expect(
      first.fingerprint
        == (try measure(clock: clock, received: received + .seconds(90))).fingerprint)
    #expect(first.fingerprint > 0)
    let others = [
      try measure(clock: clock + 1), try measure(.weight, 72_305, clock: clock),
      try measure(.impedance, 4_850, clock: clock),
      try measure(clock: clock, of: DeviceID(number: 8)), try measure(),
      try measure(received: received + .milliseconds(1)),
    ]
    #expect(Set((others + [first]).map(\.fingerprint)).count == others.count + 1)
  }

  @Test("is none when no body shows it", arguments: MeasurementKind.allCases)
  func plausible(kind: MeasurementKind) {
    #expect(Reading(kind, kind.plausible.lowerBound) != nil)
    #expect(Reading(kind, kind.plausible.upperBound) != nil)
    #expect(Reading(kind, kind.plausible.lowerBound - 1) == nil)
    #expect(Reading(kind, kind.plausible.upperBound + 1) == nil)
    #expect(Reading(kind, UInt64.max) == nil)
  }

  @Test("has a kind whose number in the database never changes")
  func codes() {
    let codes: [MeasurementKind: Int64] = [
      .heartRate: 1, .steps: 2, .battery: 3, .weight: 4, .bodyFat: 5, .muscle: 6, .impedance: 7,
      .secondImpedance: 8, .minuteSteps: 9,
    ]
    for kind in MeasurementKind.allCases {
      #expect(codes[kind] == kind.code)
      #expect(MeasurementKind(code: kind.code) == kind)
    }
  }
}

@Suite("What is worth a row")
struct ReadingFilterTests {
  private let start = Timestamp(milliseconds: 1_795_000_000_000)

  /// A filter that tests can ask within an expectation.
  private final class Filter {
    private var filter = ReadingFilter()
    private let start: Timestamp
    init(from start: Timestamp) { self.start = start }
    func admits(_ reading: Reading, after elapsed: Duration = .zero) -> Bool {
      filter.admit(reading, at: start + elapsed, limits: .usual)
    }
  }

  private func reading(_ kind: MeasurementKind, _ value: Int, clock: Int64? = nil) throws -> Reading
  {
    try #require(Reading(kind, value, clock: clock))
  }

  @Test("is every heart rate, up to one a second over time")
  func heartRate() throws {
    let filter = Filter(from: start)
    var admitted = 0
    // Ten minutes of a thousand a second.
    for millisecond in stride(from: 0, to: 600_000, by: 10) {
      let reading = try reading(.heartRate, 60 + millisecond % 50)
      if filter.admits(reading, after: .milliseconds(millisecond)) {
        admitted += 1
      }
    }
    #expect((600...660).contains(admitted))
  }

  @Test("is a level when it changes, or once an hour")
  func levels() throws {
    let filter = Filter(from: start)
    let full = try reading(.battery, 80)
    #expect(filter.admits(full))
    #expect(!filter.admits(full, after: .seconds(3_599)))
    #expect(filter.admits(try reading(.battery, 79), after: .seconds(3_599)))
    #expect(filter.admits(try reading(.battery, 79), after: .seconds(7_199)))
    // Another kind has its own.
    #expect(filter.admits(try reading(.steps, 79)))
  }

  @Test("is a weighing once, however often the scale repeats it")
  func weighings() throws {
    let filter = Filter(from: start)
    let first = try reading(.weight, 72_300, clock: 5)
    #expect(filter.admits(first))
    #expect(!filter.admits(first, after: .seconds(600)))
    #expect(filter.admits(try reading(.weight, 72_300, clock: 6)))
    let bare = try reading(.weight, 72_300)
    #expect(filter.admits(bare))
    #expect(!filter.admits(bare, after: .seconds(59)))
    #expect(filter.admits(bare, after: .seconds(60)))
  }
}
