package import JSON

/// How much an entry matters.
package enum LogLevel: String, CaseIterable, Sendable, Comparable {
  case debug
  case info
  case warning
  case error

  package static func < (a: LogLevel, b: LogLevel) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    }
  }
}

/// One thing that happened, as a sentence of ours and facts beside it.
///
/// Neither holds a secret, a token, an address of a person, or a code: who logs it leaves them out. Text that came from outside is
/// fine: it is cleaned on its way out.
package struct LogEntry: Sendable {
  package let level: LogLevel
  /// As `server.started`: stable, for machines to look for.
  package let event: String
  package let message: String
  package let facts: [(name: String, value: JSONValue)]
  package let at: Timestamp

  package init(
    _ level: LogLevel, _ event: String, _ message: String,
    facts: [(name: String, value: JSONValue)] = [], at: Timestamp
  ) {
    self.level = level
    self.event = event
    self.message = message
    self.facts = facts
    self.at = at
  }

  /// Longer texts are cut: a log line is to be read, and a peer must not be able to fill a disk with one.
  static let mostTextBytes = 1_024

  /// One line of JSON with its end.
  var json: [UInt8] {
    var object: JSONObject = [
      "at": .string(at.description), "level": .string(level.rawValue), "event": .string(event),
      "message": .string(Self.clean(message)),
    ]
    for (name, value) in facts where object[name] == nil { object[name] = Self.clean(value) }
    return JSONValue.object(object).encoded() + [UInt8(ascii: "\n")]
  }

  /// One line for a person, with its end: the time of day, what happened, and the facts.
  var text: [UInt8] {
    let time = at.description.dropFirst(11).dropLast()
    let facts = facts.map { name, value in " \(name)=\(Self.word(Self.clean(value)))" }.joined()
    let mark =
      switch level {
      case .debug: "debug: "
      case .info: ""
      case .warning: "warning: "
      case .error: "error: "
      }
    return [UInt8]("\(time) \(mark)\(Self.clean(message))\(facts)\n".utf8)
  }

  /// A fact as it stands behind its name: bare where it cannot be misread.
  private static func word(_ value: JSONValue) -> String {
    guard case .string(let text) = value else {
      return String(decoding: value.encoded(), as: UTF8.self)
    }
    let isBare =
      !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "._:/+-@".contains($0) }
    return isBare ? text : String(decoding: value.encoded(), as: UTF8.self)
  }

  private static func clean(_ value: JSONValue) -> JSONValue {
    if case .string(let text) = value { .string(clean(text)) } else { value }
  }

  /// Without what could start another line, move a cursor, or turn the reading direction around.
  private static func clean(_ text: String) -> String {
    let bounded =
      text.utf8.count <= mostTextBytes ? text : String(text.prefix(mostTextBytes / 4)) + "…"
    return String(
      String.UnicodeScalarView(
        bounded.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: "\u{b7}"
          default: scalar
          }
        }))
  }
}
