import COpenSSL

/// The operating system's generator, by OpenSSL. Traps when there is none: nothing may go on without it.
package enum SecureRandom {
  /// `count` bytes fit for keys and tokens.
  package static func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      guard count > 0, let length = Int32(exactly: count) else {
        precondition(count == 0, "\(count) random bytes at once")
        return
      }
      expectSuccess(RAND_bytes(buffer.baseAddress, length), "draw random bytes")
      filled = count
    }
  }
}

/// Equal in time that depends on the lengths only.
package func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
}
