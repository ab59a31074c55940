import JSON

/// What of one accessory's readings is worth a row. It stands before the writer, so that neither an accessory that repeats itself ten
/// times a second nor one that floods costs a write.
struct ReadingFilter: Hashable, Sendable {
  private struct Last: Hashable, Sendable {
    let reading: Reading
    let at: Timestamp
  }
  private var last: [MeasurementKind: Last] = [:]
  private var paces: [MeasurementKind: Pace] = [:]
  private var indications: Pace?

  /// How long the same level stands without being written again.
  static let levelLife: Duration = .seconds(3_600)
  /// How long a weighing without a clock counts as the same one. `MeasurementStore` asks the database the same question, for what
  /// happened before a restart.
  static let weighingLife: Duration = .seconds(60)

  mutating func admit(_ reading: Reading, at now: Timestamp, limits: AccessoryLimits) -> Bool {
    if let last = last[reading.kind], isRepetition(reading, of: last, at: now) { return false }
    var pace =
      paces[reading.kind]
      ?? Pace(
        burst: limits.measurementBurst, perSecond: limits.measurementsPerSecond, at: now)
    let isAdmitted = pace.admit(at: now)
    paces[reading.kind] = pace
    if isAdmitted { last[reading.kind] = Last(reading: reading, at: now) }
    return isAdmitted
  }

  /// Of readings that wait to be confirmed only the pace counts.
  mutating func admitIndication(at now: Timestamp, limits: AccessoryLimits) -> Bool {
    var pace =
      indications
      ?? Pace(
        burst: limits.indicationBurst, perSecond: limits.measurementsPerSecond, at: now)
    defer { indications = pace }
    return pace.admit(at: now)
  }

  private func isRepetition(_ reading: Reading, of last: Last, at now: Timestamp) -> Bool {
    // With a clock only the same moment is a repetition, and always.
    if reading.clock != nil { return reading == last.reading }
    return switch reading.kind {
    case .heartRate: false
    case .steps, .minuteSteps, .battery:
      reading.value == last.reading.value && now < last.at + Self.levelLife
    case .weight, .bodyFat, .muscle, .impedance, .secondImpedance:
      reading == last.reading && now < last.at + Self.weighingLife
    }
  }
}
