/// A name that is safe in a path, a URL and a table: a theme's id, a product, a hardware id, a tag, a colour's name.
///
/// 1 to 64 of `a-z 0-9`, with single `-`, `.` or `_` between them, so neither `..` nor a hidden file's name can be written.
package struct ContentName: RawRepresentable, Hashable, Sendable, Comparable,
  CustomStringConvertible
{
  package static let longest = 64
  /// What a person is told who wrote something else.
  package static let rule =
    "1 to 64 of a-z and 0-9, with single '-', '.' or '_' between them"

  package let rawValue: String

  /// Nil unless `rawValue` keeps the rule.
  package init?(rawValue: String) {
    var previousWasLetter = false
    guard rawValue.utf8.count <= Self.longest else { return nil }
    for byte in rawValue.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        previousWasLetter = true
      case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        guard previousWasLetter else { return nil }
        previousWasLetter = false
      default: return nil
      }
    }
    guard previousWasLetter else { return nil }
    self.rawValue = rawValue
  }

  package var description: String { rawValue }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
