/// A SHA-256 digest. Comparing two digests of secrets by `==` is constant-time.
package struct Digest: Hashable, Sendable {
  package static let byteCount = 32
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil unless `bytes` are exactly 32.
  package init?(_ bytes: some Collection<UInt8>) { fatalError("unbuilt") }
  /// Nil unless `hex` is 64 lower-case hexadecimal digits.
  package init?(hex: String) { fatalError("unbuilt") }
  package var bytes: [UInt8] { fatalError("unbuilt") }
  package var hex: String { fatalError("unbuilt") }
  /// The first eight bytes, for tables keyed by digest bits.
  package var prefix: UInt64 { words.0 }

  package static func == (a: Digest, b: Digest) -> Bool {
    (a.words.0 ^ b.words.0) | (a.words.1 ^ b.words.1) | (a.words.2 ^ b.words.2)
      | (a.words.3 ^ b.words.3) == 0
  }
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// SHA-256, FIPS 180-4.
  package static func sha256(_ bytes: [UInt8]) -> Digest { fatalError("unbuilt") }
  package static func sha256(_ bytes: UnsafeRawBufferPointer) -> Digest { fatalError("unbuilt") }
}

/// SHA-256 over pieces.
package struct SHA256Stream: ~Copyable {
  package init() { fatalError("unbuilt") }
  package mutating func update(_ bytes: UnsafeRawBufferPointer) { fatalError("unbuilt") }
  package mutating func update(_ bytes: [UInt8]) { fatalError("unbuilt") }
  package consuming func finish() -> Digest { fatalError("unbuilt") }
}

/// HMAC with SHA-256, RFC 2104.
package enum HMACSHA256 {
  package static func authenticate(_ message: [UInt8], key: [UInt8]) -> Digest {
    fatalError("unbuilt")
  }
}

/// Equal in time that depends on the lengths only.
package func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool { fatalError("unbuilt") }

/// The operating system's generator, by OpenSSL. Traps when there is none: nothing may go on without it.
package enum SecureRandom {
  package static func bytes(_ count: Int) -> [UInt8] { fatalError("unbuilt") }
}
