/// How a piece of text stands out on a terminal with colour. Nothing may depend on it alone.
package enum Style: String, Sendable {
  case bold = "1"
  case dim = "2"
  case red = "31"
  case green = "32"
  case yellow = "33"
}

extension Terminal {
  /// The text in that style, or as it is where there is no colour.
  package func styled(_ text: String, _ style: Style, on stream: Stream = .output) -> String {
    hasColor(stream) ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }
}
