import AccountSession
import Cryptography
import JSON

/// One value of one account at one moment.
struct Measurement: Hashable, Sendable {
  let kind: MeasurementKind
  /// In the kind's unit.
  let value: Int64
  let takenAt: Timestamp
  let timeSource: TimeSource
  let accessory: DeviceID
  /// The same for the same measurement, however often and on whichever connection it arrives; above zero.
  let fingerprint: Int64
  /// No clock tells a repetition from a new measurement: the store looks whether the same was said just before.
  let isWithoutClock: Bool
  /// False for what anybody nearby could have made up.
  let isAuthenticated: Bool
  /// Nil when it has to be guessed.
  let attribution: Attribution?

  /// Whose clock said when.
  enum TimeSource: String, Hashable, Sendable {
    case accessory
    /// The moment at which the gateway heard of it.
    case gateway
  }

  /// A clock that is ahead of ours by more than this is wrong.
  static let mostAhead: Duration = .seconds(300)
  /// 2020-01-01T00:00:00Z: a clock that is before it has lost its power and started again.
  static let firstPlausible = Timestamp(milliseconds: 1_577_836_800_000)

  /// Decides when a reading was taken, and what is known of its origin.
  ///
  /// - Parameter profile: of the accessory, which says what its clock and its word are worth.
  init(
    _ reading: Reading, of accessory: DeviceID, with profile: AccessoryProfile, received: Timestamp
  ) {
    kind = reading.kind
    value = reading.value
    self.accessory = accessory
    isWithoutClock = reading.clock == nil
    isAuthenticated = profile.isAuthenticated
    let isOfAScale = profile.kind == .scale && reading.kind != .battery
    attribution = reading.attribution ?? (isOfAScale ? nil : .ofLink)
    let ofClock = reading.clock.flatMap(Measurement.moment)
    if profile.keepsTime, let moment = ofClock, moment >= Measurement.firstPlausible,
      moment <= received + Measurement.mostAhead
    {
      takenAt = moment
      timeSource = .accessory
    } else {
      takenAt = received
      timeSource = .gateway
    }
    fingerprint = Measurement.fingerprint(
      of: reading, accessory, at: reading.clock ?? received.milliseconds)
  }

  private static func moment(seconds: Int64) -> Timestamp? {
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
    return overflow ? nil : Timestamp(milliseconds: milliseconds)
  }

  /// 63 bits of SHA-256 over accessory, kind, the clock as sent (even a wrong one: it tells repetitions apart all the same) and,
  /// unless the clock says it all, value. A million measurements of one kind collide once in some ten million accounts.
  private static func fingerprint(
    of reading: Reading, _ accessory: DeviceID, at time: Int64
  ) -> Int64 {
    var bytes: [UInt8] = [reading.isIdentifiedByClock ? 2 : reading.clock == nil ? 0 : 1]
    let value = reading.isIdentifiedByClock ? 0 : reading.value
    for part in [accessory.number, reading.kind.code, time, value] {
      for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: part >> Int64(8 * place))) }
    }
    return max(1, Int64(Digest.sha256(bytes).prefix >> 1))
  }
}
