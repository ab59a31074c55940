/// The checksum of ISO 3309 that zip and Ethernet use. It finds a mistyped token before the database is asked; it keeps
/// nobody out.
enum CRC32 {
  /// What each byte contributes, and at row `n` what it contributes when `n` zeros follow it.
  private static let table: [UInt32] = {
    var table: [UInt32] = []
    for byte: UInt32 in 0..<256 {
      var rest = byte
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
      table.append(rest)
    }
    for index in 256..<4 * 256 {
      let before = table[index - 256]
      table.append(before >> 8 ^ table[Int(before & 0xFF)])
    }
    return table
  }()

  static func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { checksum($0) } }

  /// Four bytes at a step ("slicing by four"): a request pays for it whenever its session is not kept.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      var rest = ~UInt32(0)
      var index = 0
      while index + 4 <= bytes.count {
        rest ^= UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
        rest =
          table[768 + Int(rest & 0xFF)] ^ table[512 + Int(rest >> 8 & 0xFF)]
          ^ table[256 + Int(rest >> 16 & 0xFF)] ^ table[Int(rest >> 24)]
        index += 4
      }
      while index < bytes.count {
        rest = rest >> 8 ^ table[Int(UInt8(truncatingIfNeeded: rest) ^ bytes[index])]
        index += 1
      }
      return ~rest
    }
  }
}
