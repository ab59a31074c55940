@_spi(_Unicode) import Swift

/// Where a file lies inside a theme or a release: relative, and nothing that could lead out of the folder or be another name for the
/// same file.
package struct ContentPath: Hashable, Sendable, Comparable, CustomStringConvertible {
  package static let longest = 255
  package static let longestSegment = 100
  package static let mostSegments = 8

  package let text: String

  /// Why a text is no path; `description` reads after "the path".
  package enum Fault: Error, Hashable, CustomStringConvertible {
    case empty
    case tooLong
    case absolute
    case emptySegment
    case dotSegment
    case backslash
    /// A control character, a colon, or one of `* ? " < > |`, which another system cannot store.
    case forbiddenCharacter
    /// A segment that starts with a dot, or ends with a dot or a space.
    case hiddenOrTrailing
    case notNormalized

    package var description: String {
      switch self {
      case .empty: "is empty"
      case .tooLong: "is too long: 255 bytes, 100 bytes a segment, 8 segments"
      case .absolute: "is absolute"
      case .emptySegment: "has an empty segment ('//', or a '/' at the end)"
      case .dotSegment: "has a '.' or '..' segment"
      case .backslash: "has a backslash"
      case .forbiddenCharacter: "has a control character or one of : * ? \" < > |"
      case .hiddenOrTrailing:
        "has a segment that starts with a dot, or ends with a dot or a space"
      case .notNormalized: "is not in Unicode normal form C"
      }
    }
  }

  package init(_ text: String) throws(Fault) {
    guard !text.isEmpty else { throw .empty }
    guard text.utf8.count <= Self.longest else { throw .tooLong }
    guard !text.utf8.contains(UInt8(ascii: "\\")) else { throw .backslash }
    guard text.utf8.first != UInt8(ascii: "/") else { throw .absolute }
    guard text.unicodeScalars.allSatisfy(Self.isAllowed) else { throw .forbiddenCharacter }
    let segments = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard segments.count <= Self.mostSegments else { throw .tooLong }
    for segment in segments {
      guard !segment.isEmpty else { throw .emptySegment }
      guard segment.count <= Self.longestSegment else { throw .tooLong }
      let dots = segment.allSatisfy { $0 == UInt8(ascii: ".") }
      guard !(dots && segment.count <= 2) else { throw .dotSegment }
      guard segment.first != UInt8(ascii: "."), segment.last != UInt8(ascii: "."),
        segment.last != UInt8(ascii: " ")
      else { throw .hiddenOrTrailing }
    }
    guard text.unicodeScalars.elementsEqual(text._nfc) else { throw .notNormalized }
    self.text = text
  }

  package var description: String { text }

  /// The last segment's letters after its last dot, in lower case; empty when it has none.
  package var fileExtension: String {
    guard let name = text.split(separator: "/").last, let dot = name.lastIndex(of: ".") else {
      return ""
    }
    return name[name.index(after: dot)...].lowercased()
  }

  /// Equal for two paths that one case-insensitive file system would store as one file.
  package var folded: String { text.lowercased() }

  // By bytes: String's == would call two different spellings of one path equal.
  package static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }
  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
  package static func < (a: Self, b: Self) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ":", "*", "?", "\"", "<", ">", "|": false
    default:
      switch scalar.properties.generalCategory {
      // Format characters turn the reading direction, line separators break lists: neither is seen.
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
      default: true
      }
    }
  }
}
