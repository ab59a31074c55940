/// One value as an accessory said it, before anybody decided when that was and whose it is.
package struct Reading: Hashable, Sendable {
  package let kind: MeasurementKind
  /// In the kind's unit.
  package let value: Int64
  /// Seconds since 1970 by the accessory's own clock, right or wrong; nil when it said nothing.
  let clock: Int64?
  /// There is only one of the kind at this time by the clock, whatever its value.
  let isIdentifiedByClock: Bool
  /// Nil when the accessory does not say.
  private(set) var attribution: Attribution?

  /// Nil when no body or battery shows such a value.
  init?(
    _ kind: MeasurementKind, _ value: some BinaryInteger, clock: Int64? = nil
  ) {
    self.init(kind, value, clock: clock, isIdentifiedByClock: false)
  }

  /// - Parameter time: seconds since 1970 by the accessory's clock, which never shows one twice.
  init?(_ kind: MeasurementKind, _ value: some BinaryInteger, identifiedBy time: UInt32) {
    self.init(kind, value, clock: Int64(time), isIdentifiedByClock: true)
  }

  private init?(
    _ kind: MeasurementKind, _ value: some BinaryInteger, clock: Int64?, isIdentifiedByClock: Bool
  ) {
    guard let value = Int64(exactly: value), kind.plausible.contains(value) else { return nil }
    self.kind = kind
    self.value = value
    self.clock = clock
    self.isIdentifiedByClock = isIdentifiedByClock
  }

  /// The same, of whom.
  func attributed(_ attribution: Attribution?) -> Reading {
    var reading = self
    reading.attribution = attribution
    return reading
  }
}
