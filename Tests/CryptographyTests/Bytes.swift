import Cryptography

/// Hexadecimal as the specifications print it, upper or lower case, spaces ignored.
func bytes(_ hex: String) -> [UInt8] {
  Hex.decode(hex.lowercased().filter { !$0.isWhitespace }) ?? []
}
