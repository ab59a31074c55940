package import SignedMetadata

/// The languages a reader wants, best first, as `Accept-Language` says (RFC 9110 section 12.5.4).
///
/// A field that is not understood is as good as none: a text in English is better than a refusal.
package enum ReaderLanguages {
  /// Ranges beyond this many are not read: nobody reads nine languages, and every order is a page to encode.
  package static let most = 8
  /// A longer field is not read at all.
  package static let longestField = 512

  /// - Parameters:
  ///   - field: the field's value; nil when the request has none.
  ///   - chosen: the language the account chose, which follows the field's own.
  /// - Returns: by falling weight, in the field's order where weights are equal, without `*` and those of weight 0; each once.
  package static func parse(_ field: String?, chosen: String?) -> [LanguageTag] {
    var wanted: [(tag: LanguageTag, weight: Int)] = []
    if let field, field.utf8.count <= longestField {
      for item in field.split(separator: ",").prefix(most) {
        let parts = item.split(separator: ";", omittingEmptySubsequences: false)
        guard let tag = LanguageTag(trimmed(parts[0])), parts.count <= 2,
          let weight = parts.count == 2 ? weight(trimmed(parts[1])) : 1_000, weight > 0
        else { continue }
        wanted.append((tag, weight))
      }
    }
    var languages: [LanguageTag] = []
    let ordered = wanted.enumerated().sorted {
      ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
    }
    for tag in ordered.map(\.element.tag) + [chosen.flatMap { LanguageTag($0) }].compactMap({ $0 })
    where !languages.contains(tag) {
      languages.append(tag)
    }
    return languages
  }

  private static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = text.drop(while: isSpace)
    return String(
      start.prefix(
        upTo: (start.lastIndex { !isSpace($0) }).map(start.index(after:)) ?? start.startIndex))
  }

  /// Thousandths; nil unless `q=` and a weight with at most three digits after the point (RFC 9110 section 12.4.2).
  private static func weight(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 3, bytes.count <= 7, bytes[0] | 0x20 == UInt8(ascii: "q"),
      bytes[1] == UInt8(ascii: "=")
    else { return nil }
    guard let whole = digit(bytes[2]), whole <= 1 else { return nil }
    var thousandths = whole * 1_000
    if bytes.count > 3 {
      guard bytes[3] == UInt8(ascii: ".") else { return nil }
      for (place, byte) in zip([100, 10, 1], bytes[4...]) {
        guard let value = digit(byte) else { return nil }
        thousandths += value * place
      }
    }
    return thousandths <= 1_000 ? thousandths : nil
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
  }
}
