/// On which line each value of a JSON text starts, by JSON path.
///
/// Made only of text that the JSON parser has accepted, and only when there is a mistake to report; so it skips where a parser would
/// check.
struct LineIndex {
  private var lines: [String: Int] = ["$": 1]
  private var line = 1
  private var position = 0
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    scanValue(at: "$")
  }

  /// The line of the value at `path`, or of the nearest value around it: a missing member has none.
  func line(of path: String) -> Int {
    var path = Substring(path)
    while lines[String(path)] == nil, let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) {
      path = path[..<cut]
    }
    return lines[String(path)] ?? 1
  }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte, byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") {
      if byte == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private mutating func scanValue(at path: String) {
    skipSpace()
    lines[path] = line
    switch byte {
    case UInt8(ascii: "{"):
      position += 1
      scanMembers(of: path)
    case UInt8(ascii: "["):
      position += 1
      scanElements(of: path)
    case UInt8(ascii: "\""): _ = scanString()
    default:
      while let byte, byte > 0x20, !Self.ends.contains(byte) { position += 1 }
    }
  }

  private static let ends: [UInt8] = Array(",:[]{}\"".utf8)

  private mutating func scanMembers(of path: String) {
    skipSpace()
    while byte == UInt8(ascii: "\"") {
      let name = scanString()
      scanValue(at: "\(path).\(name)")
      skipSpace()
    }
    position += 1
  }

  private mutating func scanElements(of path: String) {
    var index = 0
    skipSpace()
    while let byte, byte != UInt8(ascii: "]") {
      scanValue(at: "\(path)[\(index)]")
      index += 1
      skipSpace()
    }
    position += 1
  }

  /// The text between the quotes as written: a name spelled with escapes is found by its nearest ancestor only.
  private mutating func scanString() -> String {
    position += 1
    let start = position
    while let byte, byte != UInt8(ascii: "\"") {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(position, bytes.count)
    position += 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
