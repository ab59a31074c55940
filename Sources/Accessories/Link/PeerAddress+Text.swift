extension PeerAddress: CustomStringConvertible {
  /// As `AA:BB:CC:DD:EE:FF`, most significant byte first, as it is printed on boxes. Whether it is random is not in it.
  package var description: String {
    bytes.reversed().map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined(separator: ":")
  }

  /// Whether `text` is how this address is written, in either case of letters.
  package func isWritten(_ text: String) -> Bool { description == text.uppercased() }

  /// Whether `text` is how any address is written.
  package static func isAddress(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return parts.count == 6
      && parts.allSatisfy { part in
        part.count == 2 && part.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }
      }
  }
}
