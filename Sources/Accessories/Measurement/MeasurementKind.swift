/// What is measured. Each kind has one unit, and a value is a whole number of it, so that nothing is rounded on its way.
package enum MeasurementKind: String, CaseIterable, Hashable, Sendable {
  case heartRate = "heart_rate"
  /// A band's count since its own midnight: it grows, and starts again.
  case steps
  case battery
  case weight
  case bodyFat = "body_fat"
  case muscle
  /// Of the whole body, as the scale gives it. Where a scale measures at several frequencies, the first it sends.
  case impedance
  /// Of an S400's other frequency, in the packet that carries no weight. Sources disagree which frequency that is.
  case secondImpedance = "second_impedance"
  /// In one minute, as a band kept it.
  case minuteSteps = "minute_steps"

  /// As it is written beside values.
  var unit: String {
    switch self {
    case .heartRate: "bpm"
    case .steps, .minuteSteps: "steps"
    case .battery: "percent"
    case .weight: "g"
    case .bodyFat, .muscle: "permille"
    case .impedance, .secondImpedance: "dohm"
    }
  }

  /// What a body or a battery can show. Anything else is a sensor's mistake or somebody's mischief, and is not kept: an
  /// accessory's word is not proven. The ends are wide: records of pulse and weight lie inside.
  package var plausible: ClosedRange<Int64> {
    switch self {
    case .heartRate: 20...300
    case .steps: 0...200_000
    case .battery: 0...100
    case .minuteSteps: 0...400
    case .weight: 1_000...500_000
    case .bodyFat, .muscle: 10...990
    case .impedance, .secondImpedance: 100...50_000
    }
  }

  /// Whether it comes from somebody standing on a scale, where the same value within a minute is the same weighing.
  var isWeighing: Bool {
    switch self {
    case .weight, .bodyFat, .muscle, .impedance, .secondImpedance: true
    case .heartRate, .steps, .minuteSteps, .battery: false
    }
  }

  /// As the database has it. Never renumbered.
  var code: Int64 {
    switch self {
    case .heartRate: 1
    case .steps: 2
    case .battery: 3
    case .weight: 4
    case .bodyFat: 5
    case .muscle: 6
    case .impedance: 7
    case .secondImpedance: 8
    case .minuteSteps: 9
    }
  }

  init?(code: Int64) {
    guard let kind = MeasurementKind.allCases.first(where: { $0.code == code }) else { return nil }
    self = kind
  }
}
