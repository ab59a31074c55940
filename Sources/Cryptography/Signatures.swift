/// Ed25519, RFC 8032.
package enum Ed25519 {
  package struct PrivateKey: Sendable {
    package init() { fatalError("unbuilt") }
    /// Nil unless 32 bytes.
    package init?(seed: [UInt8]) { fatalError("unbuilt") }
    package var seed: [UInt8] { fatalError("unbuilt") }
    package var publicKey: PublicKey { fatalError("unbuilt") }
    /// 64 bytes.
    package func sign(_ message: [UInt8]) -> [UInt8] { fatalError("unbuilt") }
  }
  package struct PublicKey: Hashable, Sendable {
    package let bytes: [UInt8]
    /// Nil unless 32 bytes.
    package init?(bytes: [UInt8]) { fatalError("unbuilt") }
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
      fatalError("unbuilt")
    }
  }
}

/// ECDSA over P-256 with SHA-256, FIPS 186-4: signatures are the 64 bytes r then s.
package enum P256 {
  package struct PrivateKey: Sendable {
    package init() { fatalError("unbuilt") }
    /// Nil unless 32 bytes in range.
    package init?(scalar: [UInt8]) { fatalError("unbuilt") }
    package var scalar: [UInt8] { fatalError("unbuilt") }
    package var publicKey: PublicKey { fatalError("unbuilt") }
    package func sign(_ message: [UInt8]) -> [UInt8] { fatalError("unbuilt") }
  }
  package struct PublicKey: Hashable, Sendable {
    /// Uncompressed: 04, x, y (65 bytes).
    package let bytes: [UInt8]
    /// Nil unless 65 bytes on the curve.
    package init?(bytes: [UInt8]) { fatalError("unbuilt") }
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
      fatalError("unbuilt")
    }
  }
}

/// A certificate that only its own maker vouches for: for the demo and for tests.
package struct SelfSignedCertificate: Sendable {
  package let certificatePEM: String
  package let keyPEM: String
  /// P-256, valid from an hour ago for `days`; every name is a DNS name or an IP address in the subject alternative
  /// names.
  package init(names: [String], days: Int) { fatalError("unbuilt") }
}
