/// A named right: `plan:<name>` for everything a plan includes, `item:<name>` for one thing bought.
package struct EntitlementName: RawRepresentable, Hashable, Sendable, Comparable {
  package let rawValue: String
  /// Nil unless `plan:` or `item:` and 1...64 of a-z 0-9 . - _
  package init?(rawValue: String) {
    guard rawValue.hasPrefix("plan:") || rawValue.hasPrefix("item:") else { return nil }
    let name = rawValue.utf8.dropFirst(5)
    guard (1...64).contains(name.count), name.allSatisfy(Self.isAllowed) else { return nil }
    self.rawValue = rawValue
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
