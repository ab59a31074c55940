import Cryptography

/// A colour of the sRGB space, written `#rrggbb`.
package struct Color: Hashable, Sendable, CustomStringConvertible {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  /// Nil unless a `#` and six hexadecimal digits of either case.
  package init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "#"), text.utf8.count == 7,
      // By bytes: the first character may be a `#` with an accent, and then fewer digits follow than there seem to.
      let bytes = Hex.decode(String(decoding: text.utf8.dropFirst(), as: UTF8.self).lowercased()),
      bytes.count == 3
    else { return nil }
    (red, green, blue) = (bytes[0], bytes[1], bytes[2])
  }

  /// In lower case.
  package var description: String { "#" + Hex.encode([red, green, blue]) }
}
