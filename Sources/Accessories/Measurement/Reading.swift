/// One value as an accessory said it, before anybody decided when that was and whose it is.
package struct Reading: Hashable, Sendable {
  package let kind: MeasurementKind
  /// In the kind's unit.
  package let value: Int64
  /// Seconds since 1970 by the accessory's own clock, right or wrong; nil when it said nothing.
  let clock: Int64?

  /// Nil when no body or battery shows such a value.
  init?(_ kind: MeasurementKind, _ value: some BinaryInteger, clock: Int64? = nil) {
    guard let value = Int64(exactly: value), kind.plausible.contains(value) else { return nil }
    self.kind = kind
    self.value = value
    self.clock = clock
  }
}
