import Cryptography
import JSON

/// The key that a phone has made in its own hardware and never gives away: it is the phone, whatever is installed on it and whoever's it is.
struct PhoneKey: Hashable, Sendable {
  /// P-256, which phones' hardware has.
  let publicKey: P256.PublicKey

  /// What a store knows it by.
  var digest: Digest { Digest.sha256(publicKey.bytes) }

  init?(_ bytes: [UInt8]) {
    guard let key = P256.PublicKey(bytes: bytes) else { return nil }
    publicKey = key
  }

  /// What a phone signs to show that it is there. The purpose and what it is for are part of it, so that no signature serves twice.
  static func message(_ purpose: StaticString, _ parts: String...) -> [UInt8] {
    Array((["lanyard.\(purpose)"] + parts).joined(separator: "\n").utf8)
  }
}

/// A phone's key with a signature of it, as a body brings them.
struct PhoneProof: Sendable {
  let key: PhoneKey
  private let signature: [UInt8]

  init(key: PhoneKey, signature: [UInt8]) {
    self.key = key
    self.signature = signature
  }

  /// Whether the phone has signed exactly this.
  func proves(_ message: [UInt8]) -> Bool { key.publicKey.isValid(signature, for: message) }
}

extension JSONBody {
  /// The members `key` (65 bytes, uncompressed) and `proof` (64 bytes), both as hexadecimal digits.
  func phoneProof() throws(BodyMistake) -> PhoneProof {
    guard let key = Hex.decode(try text("key", most: 130)).flatMap({ PhoneKey($0) }) else {
      throw mistake("key", "a P-256 point in 130 hexadecimal digits")
    }
    guard let signature = Hex.decode(try text("proof", most: 128)), signature.count == 64 else {
      throw mistake("proof", "a signature in 128 hexadecimal digits")
    }
    return PhoneProof(key: key, signature: signature)
  }
}
