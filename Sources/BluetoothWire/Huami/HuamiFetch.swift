/// What is written to a Huami band's characteristic 0004 to have what it kept. As Gadgetbridge 0.83 writes it.
package enum HuamiFetchRequest: Hashable, Sendable {
  /// Its activity, minute by minute, from then on.
  case activity(since: HuamiTime)
  case send
  /// It is kept: the band may forget it.
  case acknowledge

  package func encoded() -> [UInt8] {
    switch self {
    case .activity(let since): [0x01, 0x01] + since.encoded()
    case .send: [0x02]
    case .acknowledge: [0x03]
    }
  }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Huami fetch request")
    switch try reader.integer(UInt8.self) {
    case 0x01:
      guard try reader.integer(UInt8.self) == 0x01 else { throw reader.refuse("not of activity") }
      self = .activity(since: try HuamiTime(&reader))
    case 0x02: self = .send
    case 0x03: self = .acknowledge
    default: throw reader.refuse("an unknown request")
    }
    try reader.end()
  }
}

/// What the band notifies in answer.
package enum HuamiFetchAnswer: Hashable, Sendable {
  /// So many bytes are there, the first of then.
  case ready(byteCount: UInt32, first: HuamiTime)
  case sent
  /// There is nothing, or it is busy: says its own number for why.
  case refused(UInt8)

  private static let success: UInt8 = 0x01

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Huami fetch answer")
    guard try reader.integer(UInt8.self) == 0x10 else { throw reader.refuse("not an answer") }
    let request: UInt8 = try reader.integer()
    let result: UInt8 = try reader.integer()
    switch (request, result) {
    case (0x01, HuamiFetchAnswer.success):
      self = .ready(byteCount: try reader.integer(), first: try HuamiTime(&reader))
      try reader.end()
    // Newer bands add a checksum.
    case (0x02, HuamiFetchAnswer.success): self = .sent
    case (0x01, _), (0x02, _): self = .refused(result)
    default: throw reader.refuse("an answer to another request")
    }
  }

  package func encoded() -> [UInt8] {
    switch self {
    case .ready(let count, let first):
      var bytes: [UInt8] = [0x10, 0x01, 0x01]
      bytes.append(littleEndian: count)
      return bytes + first.encoded()
    case .sent: return [0x10, 0x02, 0x01]
    case .refused(let why): return [0x10, 0x01, why]
    }
  }
}

/// A time as Huami bands write it: seven bytes, and the zone in quarters of an hour.
package struct HuamiTime: Hashable, Sendable {
  package let time: CalendarTime
  package let offsetQuarters: Int8

  package init(time: CalendarTime, offsetQuarters: Int8) {
    self.time = time
    self.offsetQuarters = offsetQuarters
  }

  init(_ reader: inout ByteReader) throws(WireError) {
    time = try CalendarTime(&reader)
    offsetQuarters = Int8(bitPattern: try reader.integer())
  }

  package func encoded() -> [UInt8] { time.encoded() + [UInt8(bitPattern: offsetQuarters)] }

  /// Nil when the fields are no time.
  package var secondsSince1970: Int64? {
    time.secondsSince1970.map { $0 - Int64(offsetQuarters) * 900 }
  }
}

/// A minute of a band's day: four bytes.
package struct HuamiMinute: Hashable, Sendable {
  /// As the band names what was done; not read here.
  package let kind: UInt8
  package let intensity: UInt8
  package let steps: UInt8
  /// Beats per minute; nil when not measured.
  package let heartRate: UInt8?

  package static let byteCount = 4

  package init(kind: UInt8, intensity: UInt8, steps: UInt8, heartRate: UInt8?) {
    self.kind = kind
    self.intensity = intensity
    self.steps = steps
    self.heartRate = heartRate
  }

  /// All minutes up to the end, each whole.
  package static func list(parsing bytes: [UInt8]) throws(WireError) -> [HuamiMinute] {
    var reader = ByteReader(bytes, of: "Huami activity")
    var list: [HuamiMinute] = []
    while !reader.isAtEnd { list.append(try HuamiMinute(&reader)) }
    return list
  }

  private init(_ reader: inout ByteReader) throws(WireError) {
    kind = try reader.integer()
    intensity = try reader.integer()
    steps = try reader.integer()
    let rate: UInt8 = try reader.integer()
    heartRate = rate == 0 || rate == 0xFF ? nil : rate
  }

  package func encoded() -> [UInt8] { [kind, intensity, steps, heartRate ?? 0xFF] }
}
