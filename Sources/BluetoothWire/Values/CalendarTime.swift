/// A date and time as an accessory's clock has it, without a time zone: seven bytes. GATT Specification Supplement 9,
/// section 3.70.
///
/// Fields are as sent. Clocks that lost their power start at 1970, and some send a day that no month has.
package struct CalendarTime: Hashable, Sendable {
  /// 0 unknown.
  package let year: UInt16
  /// 1...12; 0 unknown.
  package let month: UInt8
  /// 1...31; 0 unknown.
  package let day: UInt8
  package let hour: UInt8
  package let minute: UInt8
  package let second: UInt8

  package static let byteCount = 7

  package init(
    year: UInt16, month: UInt8, day: UInt8, hour: UInt8, minute: UInt8, second: UInt8
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  init(_ reader: inout ByteReader) throws(WireError) {
    year = try reader.integer()
    month = try reader.integer()
    day = try reader.integer()
    hour = try reader.integer()
    minute = try reader.integer()
    second = try reader.integer()
  }

  package func encoded() -> [UInt8] {
    [
      UInt8(truncatingIfNeeded: year), UInt8(truncatingIfNeeded: year >> 8), month, day, hour,
      minute, second,
    ]
  }

  /// Seconds since 1970-01-01T00:00:00, taking the clock's zone for UTC: the caller subtracts the real offset. Nil when the
  /// fields are no date of the Gregorian calendar or no time of day.
  package var secondsSince1970: Int64? {
    guard year >= 1, (1...12).contains(month), hour < 24, minute < 60, second < 60,
      day >= 1, day <= CalendarTime.days(inMonth: month, of: year)
    else { return nil }
    // Days before the year, then before the month, counted from March so that the leap day is the last of its year.
    let shifted = Int64(year) - (month <= 2 ? 1 : 0)
    let monthFromMarch = (Int64(month) + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    return ((days * 24 + Int64(hour)) * 60 + Int64(minute)) * 60 + Int64(second)
  }

  /// The time by a clock that shows UTC. Years before 1 and after 65,535 do not fit, and trap.
  package init(secondsSince1970 seconds: Int64) {
    let day: Int64 = 86_400
    let days = (seconds >= 0 ? seconds : seconds - day + 1) / day
    let second = seconds - days * day
    // Days since 0000-03-01, split into eras of 400 years; the inverse of the count above.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      year: UInt16(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month: UInt8(month),
      day: UInt8(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1), hour: UInt8(second / 3_600),
      minute: UInt8(second / 60 % 60), second: UInt8(second % 60))
  }

  private static func days(inMonth month: UInt8, of year: UInt16) -> UInt8 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
