import Cryptography

/// Turns identifiers and other secrets into what the database may hold of them: a keyed digest to find them by, and sealed text.
/// A stolen database tells nobody's address, and cannot even be asked whether an address is in it.
struct IdentifierVault: Sendable {
  private let key: [UInt8]
  private let sealing: SealingKey

  init(keys: AccountKeys) {
    key = keys.identifierMAC
    sealing = keys.sealing
  }

  /// The same for every spelling of one identifier.
  func mac(of identifier: AccountIdentifier) -> Digest {
    mac("identifier", Array("\(identifier.channel.rawValue):\(identifier.text)".utf8))
  }

  /// A keyed digest of something else than an identifier. The purpose is part of it, so that no two purposes share a digest.
  func mac(_ purpose: StaticString, _ message: [UInt8]) -> Digest {
    HMACSHA256.authenticate(Array("lanyard.\(purpose)".utf8) + [0] + message, key: key)
  }

  /// - Parameter place: the table and column, the row and the account it belongs to: sealed text that was moved does not open
  ///   (CR-02).
  func seal(_ identifier: AccountIdentifier, at place: SealedPlace) -> [UInt8] {
    sealBytes(Array(identifier.text.utf8), at: place)
  }

  func sealBytes(_ bytes: [UInt8], at place: SealedPlace) -> [UInt8] {
    sealing.seal(bytes, bound: place.text)
  }

  /// Nil when it was moved, changed, or sealed with another key.
  func open(_ sealed: [UInt8], at place: SealedPlace) -> AccountIdentifier? {
    openBytes(sealed, at: place).flatMap { AccountIdentifier(String(decoding: $0, as: UTF8.self)) }
  }

  func openBytes(_ sealed: [UInt8], at place: SealedPlace) -> [UInt8]? {
    sealing.open(sealed, bound: place.text)
  }
}

/// Where something sealed lives.
struct SealedPlace {
  fileprivate let text: String

  /// The identifier of an account.
  static func account(_ account: AccountID, row: Digest) -> SealedPlace {
    SealedPlace(text: "account_identifier.sealed/\(row.hex)/\(account)")
  }

  /// The identifier of a registration that waits for its code, which belongs to no account yet.
  static func registration(row: Digest) -> SealedPlace {
    SealedPlace(text: "registration.sealed/\(row.hex)")
  }

  /// The secret of a second factor.
  static func secondFactor(_ factor: FactorID, of account: AccountID) -> SealedPlace {
    SealedPlace(text: "second_factor.sealed/\(factor)/\(account)")
  }
}
