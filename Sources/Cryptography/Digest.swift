/// A SHA-256 digest. Comparing two digests of secrets by `==` is constant-time.
package struct Digest: Hashable, Sendable {
  package static let byteCount = 32

  /// The digest as big-endian words: 32 bytes inline, so that a table of digests allocates nothing per entry.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil unless `bytes` are exactly 32.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Digest.byteCount else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    self.init(memoryOrder: words)
  }

  /// Nil unless `hex` is 64 lower-case hexadecimal digits.
  package init?(hex: String) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes)
  }

  /// `words` hold the bytes in the order of the digest, whatever the machine's own order.
  init(memoryOrder words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = (
      UInt64(bigEndian: words.0), UInt64(bigEndian: words.1), UInt64(bigEndian: words.2),
      UInt64(bigEndian: words.3)
    )
  }

  package var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

  /// 64 lower-case digits.
  package var hex: String { withUnsafeBytes { Hex.encode($0) } }

  /// The first eight bytes, for tables keyed by digest bits.
  package var prefix: UInt64 { words.0 }

  /// The 32 bytes without an allocation, for a statement's parameter on the hot path.
  package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    let inOrder = (
      words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
    )
    return try Swift.withUnsafeBytes(of: inOrder, body)
  }

  package static func == (a: Digest, b: Digest) -> Bool {
    (a.words.0 ^ b.words.0) | (a.words.1 ^ b.words.1) | (a.words.2 ^ b.words.2)
      | (a.words.3 ^ b.words.3) == 0
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
