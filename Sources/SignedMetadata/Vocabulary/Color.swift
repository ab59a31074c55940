import Cryptography

/// A colour of the sRGB space, written `#rrggbb`.
package struct Color: Hashable, Sendable, CustomStringConvertible {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  /// Nil unless a `#` and six hexadecimal digits of either case.
  package init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "#"), text.utf8.count == 7,
      let bytes = Hex.decode(text.dropFirst().lowercased())
    else { return nil }
    (red, green, blue) = (bytes[0], bytes[1], bytes[2])
  }

  /// In lower case.
  package var description: String { "#" + Hex.encode([red, green, blue]) }
}
