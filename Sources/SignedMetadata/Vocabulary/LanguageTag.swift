/// A language tag of BCP 47 (RFC 5646 section 2.1), in the case its section 2.1.1 recommends: `pt-BR`, `zh-Hant-TW`.
///
/// Extensions, private use and grandfathered tags are not read: no text of a catalog needs them.
package struct LanguageTag: Hashable, Sendable, Comparable, CustomStringConvertible {
  package static let english = LanguageTag(text: "en")
  package static let longest = 35

  package let text: String

  private init(text: String) { self.text = text }

  /// Nil unless it is a language of 2 or 3 letters, then at most one script and one region, then variants. Any case.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.longest else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ $0.utf8.allSatisfy(Self.isAlphanumeric) }),
      (2...3).contains(parts[0].utf8.count), Self.isAlphabetic(parts[0])
    else { return nil }
    var rest = parts.dropFirst()
    var written = [parts[0].lowercased()]
    if let script = rest.first, script.utf8.count == 4, Self.isAlphabetic(script) {
      written.append(script.prefix(1).uppercased() + script.dropFirst().lowercased())
      rest.removeFirst()
    }
    if let region = rest.first, Self.isRegion(region) {
      written.append(region.uppercased())
      rest.removeFirst()
    }
    for variant in rest {
      guard Self.isVariant(variant) else { return nil }
      written.append(variant.lowercased())
    }
    self.text = written.joined(separator: "-")
  }

  package var description: String { text }
  package static func < (a: Self, b: Self) -> Bool { a.text < b.text }

  /// The tag without its last subtag, as RFC 4647 section 3.4 shortens a range that matched nothing; nil for a bare language.
  package var broader: LanguageTag? {
    text.lastIndex(of: "-").map { LanguageTag(text: String(text[..<$0])) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
  private static func isAlphabetic(_ text: String) -> Bool { !text.utf8.contains(where: isDigit) }

  private static func isRegion(_ text: String) -> Bool {
    text.utf8.count == 2 && isAlphabetic(text)
      || text.utf8.count == 3 && text.utf8.allSatisfy(isDigit)
  }

  private static func isVariant(_ text: String) -> Bool {
    switch text.utf8.count {
    case 5...8: true
    case 4: isDigit(text.utf8.first ?? 0)
    default: false
    }
  }
}

/// One text in several languages. English is always there, so that there is always an answer.
package struct LocalizedText: Hashable, Sendable {
  /// Sorted by tag.
  package let texts: [(tag: LanguageTag, text: String)]
  /// The text for readers of a language that is not there.
  package let english: String

  /// Nil when `en` is missing.
  package init?(_ texts: [LanguageTag: String]) {
    guard let english = texts[.english] else { return nil }
    self.english = english
    self.texts = texts.map { ($0.key, $0.value) }.sorted { $0.tag < $1.tag }
  }

  /// The text for a reader's languages, best first: each is shortened from the right until one matches (RFC 4647 section
  /// 3.4, lookup); English when none does.
  package func best(for languages: [LanguageTag]) -> (tag: LanguageTag, text: String) {
    for wanted in languages {
      var tag: LanguageTag? = wanted
      while let candidate = tag {
        if let found = texts.first(where: { $0.tag == candidate }) { return found }
        tag = candidate.broader
      }
    }
    return (.english, english)
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.texts.elementsEqual(b.texts) { $0 == $1 }
  }
  package func hash(into hasher: inout Hasher) {
    for (tag, text) in texts {
      hasher.combine(tag)
      hasher.combine(text)
    }
  }
}
