extension Timestamp {
  /// Any date and time of RFC 3339 section 5.6 in the years 0000 to 9999: with or without a fraction of a second, of which what lies below
  /// a millisecond is dropped, in UTC or with an offset from it. No leap seconds.
  package init?(rfc3339 text: String) {
    // `2026-11-24T05:00:00`, then perhaps a fraction, then the zone.
    let bytes = Array(text.utf8.prefix(64))
    guard bytes.count > 19, bytes.count == text.utf8.count else { return nil }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") else { return nil }
    var at = 19
    var thousandths: [UInt8] = []
    if bytes[at] == UInt8(ascii: ".") {
      let digits = bytes[(at + 1)...].prefix {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
      guard !digits.isEmpty else { return nil }
      thousandths = Array(digits.prefix(3))
      at = digits.endIndex
    }
    while thousandths.count < 3 { thousandths.append(UInt8(ascii: "0")) }
    guard let offset = Timestamp.offset(bytes[at...]) else { return nil }
    let date = String(decoding: bytes[..<10], as: UTF8.self)
    let time = String(decoding: bytes[11..<19], as: UTF8.self)
    let fraction = String(decoding: thousandths, as: UTF8.self)
    guard let local = Timestamp("\(date)T\(time).\(fraction)Z") else { return nil }
    self = local - offset
  }

  /// `Z`, or as `+01:30`: how far local time is ahead of UTC.
  private static func offset(_ zone: ArraySlice<UInt8>) -> Duration? {
    let text = String(decoding: zone, as: UTF8.self)
    if text == "Z" || text == "z" { return .zero }
    let (sign, hours, colon, minutes) = (
      text.prefix(1), text.dropFirst().prefix(2), text.dropFirst(3).prefix(1), text.dropFirst(4)
    )
    guard zone.count == 6, colon == ":", sign == "+" || sign == "-",
      hours.allSatisfy(\.isASCIIDigit), minutes.allSatisfy(\.isASCIIDigit),
      let hours = Int(hours), let minutes = Int(minutes), hours < 24, minutes < 60
    else { return nil }
    let ahead = Duration.seconds(hours * 3_600 + minutes * 60)
    return sign == "+" ? ahead : .zero - ahead
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
