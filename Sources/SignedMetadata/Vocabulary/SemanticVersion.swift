/// A version as Semantic Versioning 2.0.0 writes it, parsed strictly.
///
/// Two versions are equal when neither precedes the other (section 11): build metadata does not count, though `description`
/// keeps it.
package struct SemanticVersion: Sendable, CustomStringConvertible {
  /// The longest text that is read, in bytes.
  package static let longestText = 64

  package let major: UInt64
  package let minor: UInt64
  package let patch: UInt64
  /// As `["rc", "1"]`; empty for a release.
  package let prerelease: [String]
  /// As `["20261124"]`; without meaning for order and equality.
  package let build: [String]

  package init(_ major: UInt64, _ minor: UInt64, _ patch: UInt64) {
    self.major = major
    self.minor = minor
    self.patch = patch
    prerelease = []
    build = []
  }

  /// Nil unless `text` is a whole version: three numbers without leading zeros that fit 64 bits, and well-formed identifiers.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.longestText else { return nil }
    if let plain = Self.plain(text) {
      self = plain
      return
    }
    let withBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    let withPrerelease = withBuild[0]
      .split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = withPrerelease[0].split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 3, let major = Self.number(numbers[0]),
      let minor = Self.number(numbers[1]), let patch = Self.number(numbers[2])
    else { return nil }
    self.major = major
    self.minor = minor
    self.patch = patch
    prerelease = withPrerelease.count == 2 ? Self.identifiers(withPrerelease[1]) : []
    build = withBuild.count == 2 ? Self.identifiers(withBuild[1]) : []
    guard withPrerelease.count == 1 || !prerelease.isEmpty,
      withBuild.count == 1 || !build.isEmpty,
      !prerelease.contains(where: Self.hasLeadingZero)
    else { return nil }
  }

  package var description: String {
    "\(major).\(minor).\(patch)"
      + (prerelease.isEmpty ? "" : "-" + prerelease.joined(separator: "."))
      + (build.isEmpty ? "" : "+" + build.joined(separator: "."))
  }

  /// Three numbers and nothing else, as nearly every version is: each device's is read whenever it asks for an update. Nil for all others,
  /// well-formed or not.
  private static func plain(_ text: String) -> SemanticVersion? {
    var numbers: InlineArray<3, UInt64> = [0, 0, 0]
    var index = 0
    var digits = 0
    for byte in text.utf8 {
      let digit = UInt64(byte &- UInt8(ascii: "0"))
      // 18 digits fit; a zero is followed by none.
      if digit < 10, digits < 18, digits == 0 || numbers[index] > 0 {
        numbers[index] = numbers[index] * 10 + digit
        digits += 1
      } else if byte == UInt8(ascii: "."), digits > 0, index < 2 {
        index += 1
        digits = 0
      } else {
        return nil
      }
    }
    guard index == 2, digits > 0 else { return nil }
    return SemanticVersion(numbers[0], numbers[1], numbers[2])
  }

  private static func number(_ text: Substring) -> UInt64? {
    guard isNumeric(text), !hasLeadingZero(String(text)) else { return nil }
    return UInt64(text)
  }

  /// Empty when one of them is not an identifier.
  private static func identifiers(_ text: Substring) -> [String] {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isIdentifierByte) }) else {
      return []
    }
    return parts.map(String.init)
  }

  private static func isIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func isNumeric(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func hasLeadingZero(_ text: String) -> Bool {
    text.utf8.count > 1 && text.utf8.first == UInt8(ascii: "0") && isNumeric(text)
  }
}

extension SemanticVersion: Comparable, Hashable {
  package static func == (a: Self, b: Self) -> Bool {
    a.major == b.major && a.minor == b.minor && a.patch == b.patch && a.prerelease == b.prerelease
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(major)
    hasher.combine(minor)
    hasher.combine(patch)
    hasher.combine(prerelease)
  }

  /// Precedence, section 11.
  package static func < (a: Self, b: Self) -> Bool {
    if (a.major, a.minor, a.patch) != (b.major, b.minor, b.patch) {
      return (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
    }
    if a.prerelease.isEmpty || b.prerelease.isEmpty {
      return !a.prerelease.isEmpty && b.prerelease.isEmpty
    }
    for (left, right) in zip(a.prerelease, b.prerelease) where left != right {
      return identifier(left, precedes: right)
    }
    return a.prerelease.count < b.prerelease.count
  }

  private static func identifier(_ left: String, precedes right: String) -> Bool {
    switch (isNumeric(left), isNumeric(right)) {
    case (true, true):
      // No leading zeros, so the longer number is the larger one, however long both are.
      left.utf8.count != right.utf8.count
        ? left.utf8.count < right.utf8.count : left.utf8.lexicographicallyPrecedes(right.utf8)
    case (true, false): true
    case (false, true): false
    case (false, false): left.utf8.lexicographicallyPrecedes(right.utf8)
    }
  }
}

/// The versions from `from` (included) up to `below` (not included); nil leaves that side open.
package struct VersionRange: Hashable, Sendable, CustomStringConvertible {
  package let from: SemanticVersion?
  package let below: SemanticVersion?

  package init(from: SemanticVersion? = nil, below: SemanticVersion? = nil) {
    self.from = from
    self.below = below
  }

  package func contains(_ version: SemanticVersion) -> Bool {
    (from.map { $0 <= version } ?? true) && (below.map { version < $0 } ?? true)
  }

  /// No version can be inside.
  package var isEmpty: Bool {
    guard let from, let below else { return false }
    return below <= from
  }

  package var description: String {
    switch (from, below) {
    case (nil, nil): "any version"
    case (let from?, nil): "\(from) or later"
    case (nil, let below?): "before \(below)"
    case (let from?, let below?): "\(from) or later, before \(below)"
    }
  }
}
