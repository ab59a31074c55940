package import Cryptography
package import JSON

/// What a key may sign. A role of its own for each kind of content, as TUF's delegated targets roles.
package enum ContentRole: String, CaseIterable, Hashable, Sendable, Comparable {
  case themes
  case firmware

  package static func < (a: ContentRole, b: ContentRole) -> Bool { a.rawValue < b.rawValue }
}

/// An Ed25519 public key with the id that its own bytes give it.
///
/// There is no way to make one whose id is not the digest of the key: a document cannot call one key by another's name.
package struct ContentKey: Hashable, Sendable {
  package let publicKey: Ed25519.PublicKey
  package let id: KeyID

  package init(_ publicKey: Ed25519.PublicKey) {
    self.publicKey = publicKey
    id = KeyID(rawValue: Self.identify(publicKey))
  }

  /// Nil unless `hex` is 64 lower-case hexadecimal digits, the raw key of RFC 8032.
  package init?(hex: String) {
    guard let bytes = Hex.decode(hex), let key = Ed25519.PublicKey(bytes: bytes) else { return nil }
    self.init(key)
  }

  /// Reads a TUF key object, and the id it is listed under.
  ///
  /// - Returns: nil when it is not an Ed25519 key object with exactly TUF's members, or when `claimedID` is not the SHA-256
  ///   of its canonical form (python-tuf accepts that; we do not).
  package init?(object: JSONValue, claimedID: KeyID) {
    guard case .object(let object) = object, object.members.count == 3,
      object["keytype"] == .string("ed25519"), object["scheme"] == .string("ed25519"),
      case .object(let value)? = object["keyval"], value.members.count == 1,
      case .string(let hex)? = value["public"], let key = ContentKey(hex: hex),
      key.id == claimedID
    else { return nil }
    self = key
  }

  /// The raw public key in hexadecimal.
  package var hex: String { Hex.encode(publicKey.bytes) }

  /// The key as TUF documents list it.
  package var object: JSONValue { Self.object(publicKey) }

  private static func object(_ key: Ed25519.PublicKey) -> JSONValue {
    .members([
      ("keytype", .string("ed25519")),
      ("keyval", .members([("public", .string(Hex.encode(key.bytes)))])),
      ("scheme", .string("ed25519")),
    ])
  }

  private static func identify(_ key: Ed25519.PublicKey) -> String {
    // A key object holds text only, so its canonical form cannot fail.
    guard let canonical = try? CanonicalJSON.encode(object(key)) else {
      preconditionFailure("a key object holds no numbers")
    }
    return Digest.sha256(canonical).hex
  }
}

/// The keys that may sign for one role, and how many of them must.
package struct RoleTrust: Hashable, Sendable {
  /// 1 or more.
  package let threshold: Int
  private let keys: [KeyID: ContentKey]

  /// - Parameter threshold: 1 or more: a role that needs no signature does not exist (checked, traps).
  package init(keys: some Sequence<ContentKey>, threshold: Int = 1) {
    precondition(threshold >= 1, "a role needs at least one signature")
    self.threshold = threshold
    self.keys = Dictionary(keys.map { ($0.id, $0) }) { first, _ in first }
  }

  package subscript(id: KeyID) -> ContentKey? { keys[id] }
}
