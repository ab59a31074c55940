/// Words from outside on their way into a log, a notice or a list (AU-04).
enum LogText {
  /// In bytes.
  static let most = 200

  /// Cut to 200 bytes of whole characters, with `?` for each control character and each one that changes the direction or the
  /// place of what follows.
  static func cleaned(_ text: String) -> String {
    var clean = ""
    var count = 0
    for character in text.unicodeScalars {
      let kept = isControl(character) ? "?" : character
      count += UTF8.width(kept)
      if count > most { break }
      clean.unicodeScalars.append(kept)
    }
    return clean
  }

  static func hasControls(_ text: String) -> Bool { text.unicodeScalars.contains(where: isControl) }

  private static func isControl(_ character: Unicode.Scalar) -> Bool {
    // The joiners that emoji and some scripts are written with are formats too, and move nothing.
    if character == "\u{200C}" || character == "\u{200D}" { return false }
    return switch character.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
    default: false
    }
  }
}
