/// Tells code from comments and string literals. It knows as much of Swift as that needs: nested comments, raw and multi-line
/// strings, and interpolations, which are code again.
struct SourceScan {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private(set) var code: [UInt8] = []
  private(set) var literals: [SourceFile.Literal] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func run() {
    code.reserveCapacity(bytes.count)
    readCode(untilParenthesis: false)
  }

  private func sees(_ text: StaticString) -> Bool {
    let end = at + text.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    return text.withUTF8Buffer { bytes[at..<end].elementsEqual($0) }
  }

  /// Moves on by one byte; blanked, unless it is kept or ends a line.
  private mutating func step(keep: Bool) {
    let byte = bytes[at]
    if byte == UInt8(ascii: "\n") { line += 1 }
    code.append(keep || byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
    at += 1
  }

  private mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while at < bytes.count {
      if sees("//") {
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { step(keep: false) }
      } else if sees("/*") {
        skipComment()
      } else if let hashes = hashesBeforeQuote() {
        readString(hashes: hashes)
      } else {
        if bytes[at] == UInt8(ascii: "(") { depth += 1 }
        if bytes[at] == UInt8(ascii: ")") {
          if untilParenthesis && depth == 0 { return }
          depth -= 1
        }
        step(keep: true)
      }
    }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if sees("/*") {
        depth += 1
        step(keep: false)
      } else if sees("*/") {
        depth -= 1
        step(keep: false)
      }
      if at < bytes.count { step(keep: false) }
    } while depth > 0 && at < bytes.count
  }

  /// The number of `#` before a quote that begins here; nil when none does.
  private func hashesBeforeQuote() -> Int? {
    var end = at
    while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
    return end - at
  }

  private mutating func readString(hashes: Int) {
    let began = line
    for _ in 0..<hashes { step(keep: true) }
    let isLong = sees("\"\"\"")
    for _ in 0..<(isLong ? 3 : 1) { step(keep: true) }
    var content: [UInt8] = []
    while at < bytes.count {
      if ends(isLong: isLong, hashes: hashes) {
        for _ in 0..<((isLong ? 3 : 1) + hashes) { step(keep: true) }
        break
      }
      if bytes[at] == UInt8(ascii: "\\"), followedBy(hashes: hashes) {
        readEscape(hashes: hashes, into: &content)
      } else {
        content.append(bytes[at])
        step(keep: false)
      }
    }
    literals.append(.init(line: began, text: String(decoding: content, as: UTF8.self)))
  }

  private func ends(isLong: Bool, hashes: Int) -> Bool {
    guard isLong ? sees("\"\"\"") : sees("\"") else { return false }
    let first = at + (isLong ? 3 : 1)
    guard first + hashes <= bytes.count else { return false }
    return bytes[first..<first + hashes].allSatisfy { $0 == UInt8(ascii: "#") }
  }

  private func followedBy(hashes: Int) -> Bool {
    let first = at + 1
    guard first + hashes < bytes.count else { return false }
    return bytes[first..<first + hashes].allSatisfy { $0 == UInt8(ascii: "#") }
  }

  private mutating func readEscape(hashes: Int, into content: inout [UInt8]) {
    for _ in 0...hashes { step(keep: false) }
    if bytes[at] == UInt8(ascii: "(") {
      content.append(UInt8(ascii: "?"))
      step(keep: true)
      readCode(untilParenthesis: true)
      if at < bytes.count { step(keep: true) }
    } else {
      content.append(bytes[at])
      step(keep: false)
    }
  }
}
