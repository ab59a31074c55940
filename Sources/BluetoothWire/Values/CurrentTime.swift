/// Characteristic 2A2B. Current Time Service 1.1, section 3.1; GATT Specification Supplement 9, section 3.62.
package struct CurrentTime: Hashable, Sendable {
  package let time: CalendarTime
  /// 1 Monday ... 7 Sunday; 0 unknown.
  package let weekday: UInt8
  package let fractions256: UInt8
  /// Why the time was changed: bit 0 by hand, 1 by reference, 2 time zone, 3 daylight saving.
  package let adjustReason: UInt8
  /// In quarters of an hour, what Huami bands add as an eleventh byte; nil in the standard form.
  package let offsetQuarters: Int8?

  package init(
    time: CalendarTime, weekday: UInt8, fractions256: UInt8 = 0, adjustReason: UInt8 = 0,
    offsetQuarters: Int8? = nil
  ) {
    self.time = time
    self.weekday = weekday
    self.fractions256 = fractions256
    self.adjustReason = adjustReason
    self.offsetQuarters = offsetQuarters
  }

  /// 10 bytes, or 11 with the offset.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "current time")
    time = try CalendarTime(&reader)
    weekday = try reader.integer()
    fractions256 = try reader.integer()
    adjustReason = try reader.integer()
    offsetQuarters = reader.isAtEnd ? nil : Int8(bitPattern: try reader.integer())
    try reader.end()
  }

  package func encoded() -> [UInt8] {
    time.encoded() + [weekday, fractions256, adjustReason]
      + (offsetQuarters.map { [UInt8(bitPattern: $0)] } ?? [])
  }
}
