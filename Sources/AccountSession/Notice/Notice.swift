import HTTP
import JSON

/// Something an account, or everybody, is told once.
struct Notice: Hashable, Sendable {
  /// The cursor after it.
  let id: Int64
  /// As `session.ended`.
  let kind: String
  /// One JSON object on one line.
  let body: [UInt8]
  let at: Timestamp

  /// What a reader with this cursor missed for good, because it was away for longer than notices are kept: read everything anew.
  static func resync(newest: Int64, at now: Timestamp) -> Notice {
    Notice(id: newest, kind: "resync", body: Array("{}".utf8), at: now)
  }

  /// A member of the long poll's list.
  var json: [UInt8] {
    Array("{\"id\":\(id),\"kind\":".utf8) + JSONValue.string(kind).encoded()
      + Array(",\"data\":".utf8) + body
      + Array(",\"at\":\"\(at)\"}".utf8)
  }

  var event: StreamEvent { StreamEvent(id: id, kind: kind, data: body) }
}
