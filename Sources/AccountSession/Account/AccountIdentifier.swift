/// What an account is signed in by: an e-mail address or a telephone number, in the one form in which we compare, store and
/// send to it.
package struct AccountIdentifier: Hashable, Sendable {
  package let channel: OutgoingMessage.Channel
  /// As `ada@example.org` or `+46701234567`: ASCII, at most 254 bytes.
  package let text: String

  /// Normalises what a person wrote (ID-03). Nil when it is neither.
  ///
  /// White space around it is dropped. What begins with `+` is a telephone number, everything else an e-mail address.
  package init?(_ written: String) {
    let trimmed = written.trimmingWhiteSpace()
    guard trimmed.utf8.count <= Self.longestWritten else { return nil }
    if trimmed.hasPrefix("+") {
      guard let number = PhoneNumber.normalised(trimmed) else { return nil }
      channel = .phone
      text = number
    } else {
      guard let address = EmailAddress.normalised(trimmed) else { return nil }
      channel = .email
      text = address
    }
  }

  /// More than any address has, before a domain in another script grows into its ASCII form: RFC 5321 section 4.5.3.1 allows 254.
  static let longestWritten = 320

  /// Enough for its owner to know it again and for nobody to learn it: `a***@example.org`, `+46*******67`.
  package var masked: String {
    switch channel {
    case .email:
      let at = text.firstIndex(of: "@") ?? text.endIndex
      return "\(text.prefix(1))***\(text[at...])"
    case .phone:
      let hidden = String(repeating: "*", count: max(0, text.count - 5))
      return "\(text.prefix(3))\(hidden)\(text.suffix(2))"
    }
  }
}

extension AccountIdentifier: CustomStringConvertible, CustomDebugStringConvertible {
  /// Masked, so that no log holds an address by accident (AU-04).
  package var description: String { masked }
  package var debugDescription: String { masked }
}

/// Telephone numbers as ITU-T E.164 writes them.
enum PhoneNumber {
  /// `+` and 7 to 15 digits, the first of them not 0. What people group digits with is dropped; letters, extensions and national
  /// numbers are refused, because guessing a country would reach a stranger.
  static func normalised(_ written: String) -> String? {
    var digits = ""
    for character in written.unicodeScalars.dropFirst() {
      switch character {
      case "0"..."9": digits.unicodeScalars.append(character)
      case " ", "-", ".", "(", ")", "/", "\u{A0}", "\u{202F}": continue
      default: return nil
      }
    }
    guard (7...15).contains(digits.utf8.count), !digits.hasPrefix("0") else { return nil }
    return "+\(digits)"
  }
}

extension String {
  func trimmingWhiteSpace() -> String {
    guard let first = unicodeScalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = unicodeScalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(unicodeScalars[first...last])
  }
}
