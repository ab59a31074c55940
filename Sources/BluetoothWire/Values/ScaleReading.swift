/// What a scale has to say about one moment of one weighing, whatever the format it came in.
package struct ScaleReading: Hashable, Sendable {
  /// Nil when the scale could not tell, or when this packet does not carry it.
  package let weight: Mass?
  /// The weight as counted by the scale, in steps of its own; with the clock it tells repetitions from new weighings.
  package let rawWeight: UInt32?
  /// What the scale is set to show.
  package let unit: MassUnit
  /// Tenths of an ohm; nil when not measured.
  package let impedanceDeciohms: Int?
  /// Beats per minute; nil when not measured.
  package let heartRate: Int?
  package let clock: Clock?
  /// The weight no longer moves.
  package let isStabilised: Bool
  /// The load has left; what is shown is the last weight.
  package let isRemoved: Bool
  /// A thing was weighed, not a person.
  package let isObject: Bool

  /// The moment by the scale's own clock, as written.
  package enum Clock: Hashable, Sendable {
    case calendar(CalendarTime)
    /// Seconds since 1970-01-01T00:00:00Z.
    case unix(UInt32)

    /// See `CalendarTime.secondsSince1970`.
    package var secondsSince1970: Int64? {
      switch self {
      case .calendar(let time): time.secondsSince1970
      case .unix(let seconds): Int64(seconds)
      }
    }
  }

  package init(
    weight: Mass?, rawWeight: UInt32?, unit: MassUnit = .kilogram, impedanceDeciohms: Int? = nil,
    heartRate: Int? = nil, clock: Clock? = nil, isStabilised: Bool = true, isRemoved: Bool = false,
    isObject: Bool = false
  ) {
    self.weight = weight
    self.rawWeight = rawWeight
    self.unit = unit
    self.impedanceDeciohms = impedanceDeciohms
    self.heartRate = heartRate
    self.clock = clock
    self.isStabilised = isStabilised
    self.isRemoved = isRemoved
    self.isObject = isObject
  }

  /// A person's weight to be kept: it stands still and the person still stands on it.
  package var isSettled: Bool {
    guard let weight, weight > .zero else { return false }
    return isStabilised && !isRemoved && !isObject
  }
}
