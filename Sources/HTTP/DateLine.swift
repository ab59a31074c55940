/// The Date field: `Date: Sun, 06 Nov 1994 08:49:37 GMT` and CRLF (RFC 9110 sections 5.6.7 and 6.6.1).
package enum DateLine {
  /// - Parameter secondsSinceEpoch: from 0 to the end of the year 9999.
  package static func bytes(secondsSinceEpoch: Int64) -> [UInt8] {
    precondition((0..<253_402_300_800).contains(secondsSinceEpoch), "a date has four-digit years")
    let (days, rest) = secondsSinceEpoch.quotientAndRemainder(dividingBy: 86_400)
    let date = CivilDate(daysSinceEpoch: days)
    var line: [UInt8] = []
    line.reserveCapacity(37)
    line += "Date: \(CivilDate.weekdays[Int((days + 4) % 7)]), ".utf8
    line += "\(padded(date.day, 2)) \(CivilDate.months[date.month - 1]) ".utf8
    line += "\(padded(date.year, 4)) \(padded(Int(rest / 3_600), 2)):".utf8
    line += "\(padded(Int(rest / 60 % 60), 2)):\(padded(Int(rest % 60), 2)) GMT\r\n".utf8
    return line
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: width - digits.count) + digits
  }
}

/// A day of the Gregorian calendar, counted by walking years and months: once a second is seldom enough for that.
private struct CivilDate {
  let year: Int
  let month: Int
  let day: Int

  static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  init(daysSinceEpoch: Int64) {
    var days = Int(daysSinceEpoch)
    var year = 1_970
    while days >= (CivilDate.isLeap(year) ? 366 : 365) {
      days -= CivilDate.isLeap(year) ? 366 : 365
      year += 1
    }
    let lengths = [31, CivilDate.isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var month = 0
    while days >= lengths[month] {
      days -= lengths[month]
      month += 1
    }
    (self.year, self.month, day) = (year, month + 1, days + 1)
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}
