/// A text characteristic, as the names and numbers of the Device Information Service 1.1 (2A24...2A29) are.
package struct GATTText: Hashable, Sendable {
  /// Without what follows the first NUL, which some accessories send.
  package let text: String

  /// At most 512 bytes of well-formed UTF-8 without control characters.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    guard bytes.count <= ATTPDU.longestValue else { throw WireError("text", .leftover) }
    guard let text = String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self) else {
      throw WireError("text", .invalid("not UTF-8"))
    }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw WireError("text", .invalid("control character"))
    }
    self.text = text
  }
}
