import Cryptography
import SQLite

/// Whose failures are counted together (BF-02).
///
/// A bucket is one of a fixed number of places, drawn by a keyed digest of whom it is for, so that a million invented names or
/// addresses cannot make the table larger (BF-08) and nobody can look for a place that somebody else's failures are in. Two
/// that share a place share their failures: that may hold somebody up sooner, and is as likely for an identifier that has an
/// account as for one that has none.
struct ThrottleBucket: Hashable, Sendable, SQLiteConvertible {
  enum Kind: Int64, CaseIterable, Sendable {
    /// Passwords for one identifier, by clients that its account does not know.
    case strangers = 1
    /// Passwords by one client that the account knows.
    case knownClient = 2
    /// Passwords from one network, by clients that no account knows.
    case network = 3
    /// Codes for one identifier.
    case codes = 4
    /// Codes of an authenticator, and recovery codes, for one account.
    case secondFactor = 5
    /// Questions about phones from one network, right or wrong.
    case lookups = 6
  }

  /// Of each kind.
  static let placeCount: Int64 = 1 << 17

  let kind: Kind
  /// The kind and the place, as the table's key.
  let number: Int64

  var sqliteValue: SQLiteValue { .integer(number) }

  /// - Parameter digest: a keyed one, of whom it is for.
  private init(_ kind: Kind, _ digest: Digest) {
    self.kind = kind
    number =
      kind.rawValue * Self.placeCount + Int64(digest.prefix % UInt64(Self.placeCount))
  }

  static func strangers(to identifier: Digest, _ vault: IdentifierVault) -> ThrottleBucket {
    ThrottleBucket(.strangers, vault.mac("throttle.strangers", identifier.bytes))
  }

  static func phone(
    _ device: DeviceID, of account: AccountID, _ vault: IdentifierVault
  ) -> ThrottleBucket {
    ThrottleBucket(.knownClient, vault.mac("throttle.phone", Array("\(account)/\(device)".utf8)))
  }

  static func session(
    _ session: SessionID, of account: AccountID, _ vault: IdentifierVault
  ) -> ThrottleBucket {
    ThrottleBucket(
      .knownClient, vault.mac("throttle.session", Array("\(account)/\(session)".utf8)))
  }

  static func network(_ network: SourceNetwork, _ vault: IdentifierVault) -> ThrottleBucket {
    ThrottleBucket(.network, vault.mac("throttle.network", network.bytes))
  }

  static func codes(for identifier: Digest, _ vault: IdentifierVault) -> ThrottleBucket {
    ThrottleBucket(.codes, vault.mac("throttle.codes", identifier.bytes))
  }

  static func secondFactor(of account: AccountID, _ vault: IdentifierVault) -> ThrottleBucket {
    ThrottleBucket(.secondFactor, vault.mac("throttle.second-factor", Array("\(account)".utf8)))
  }

  static func lookups(from network: SourceNetwork, _ vault: IdentifierVault) -> ThrottleBucket {
    ThrottleBucket(.lookups, vault.mac("throttle.lookups", network.bytes))
  }
}
