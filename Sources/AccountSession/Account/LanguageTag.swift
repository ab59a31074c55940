import JSON

/// The language that an account prefers, as it is written in a body.
enum LanguageTag {
  /// Well-formed by the outline of RFC 5646 section 2.1: letters first, then letters and digits in pieces of 1 to 8, at most 35
  /// bytes. Whether such a language exists is for those who have texts in it.
  static func isWellFormed(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let language = parts.first, text.utf8.count <= 35 else { return false }
    return (2...8).contains(language.count) && language.allSatisfy(isLetter)
      && parts.dropFirst().allSatisfy { part in
        (1...8).contains(part.count)
          && part.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

extension JSONBody {
  /// A language tag; nil when it is absent or null.
  func optionalLanguage(_ name: String) throws(BodyMistake) -> String? {
    guard let tag = try optionalText(name, most: 35) else { return nil }
    guard LanguageTag.isWellFormed(tag) else {
      throw mistake(name, "a language tag, as en or sv-FI")
    }
    return tag
  }

  /// An e-mail address or telephone number, normalised.
  func identifier(_ name: String) throws(BodyMistake) -> AccountIdentifier {
    let written = try text(name, most: AccountIdentifier.longestWritten)
    guard let identifier = AccountIdentifier(written) else {
      throw mistake(name, "an e-mail address, or a telephone number that begins with +")
    }
    return identifier
  }
}
