/// What is written to a Mi scale's history characteristic to have the weighings that it kept. As openScale 3.1.2 writes it.
package enum MiScaleHistoryRequest: Hashable, Sendable {
  /// Without it the scale listens to nothing.
  case begin
  /// Which weighings: those that this user has not acknowledged yet. The scale keeps a place for each number that it is told.
  case unread(of: UInt16)
  case send
  case stop
  /// The user has everything that was sent: the next time it is not sent again.
  case acknowledge(UInt16)

  package func encoded() -> [UInt8] {
    switch self {
    case .begin: MiScaleHistoryRequest.start
    case .unread(let user): [0x01, 0xFF, 0xFF] + MiScaleHistoryRequest.bytes(user)
    case .send: [0x02]
    case .stop: [0x03]
    case .acknowledge(let user): [0x04, 0xFF, 0xFF] + MiScaleHistoryRequest.bytes(user)
    }
  }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Mi scale history request")
    switch try reader.integer(UInt8.self) {
    case 0x01 where bytes == MiScaleHistoryRequest.start:
      self = .begin
      return
    case 0x01: self = .unread(of: try MiScaleHistoryRequest.user(&reader))
    case 0x02: self = .send
    case 0x03: self = .stop
    case 0x04: self = .acknowledge(try MiScaleHistoryRequest.user(&reader))
    default: throw reader.refuse("an unknown request")
    }
    try reader.end()
  }

  private static let start: [UInt8] = [0x01, 0x96, 0x8A, 0xBD, 0x62]

  private static func user(_ reader: inout ByteReader) throws(WireError) -> UInt16 {
    guard try reader.take(2) == [0xFF, 0xFF] else { throw reader.refuse("not of a user") }
    let bytes = try reader.take(2)
    return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
  }

  /// Most significant first, other than everything else here.
  private static func bytes(_ user: UInt16) -> [UInt8] {
    [UInt8(user >> 8), UInt8(truncatingIfNeeded: user)]
  }
}

/// How many weighings a Mi scale has to send, which is its answer to `unread`.
package struct MiScaleHistoryCount: Hashable, Sendable {
  package let count: UInt16
  package init(count: UInt16) { self.count = count }

  /// What follows the count is not read.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Mi scale history count")
    guard try reader.integer(UInt8.self) == 0x01 else { throw reader.refuse("not a count") }
    count = try reader.integer()
  }

  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = [0x01]
    bytes.append(littleEndian: count)
    return bytes
  }

  /// What the scale says when it has sent everything.
  package static let end: [UInt8] = [0x03]
}
