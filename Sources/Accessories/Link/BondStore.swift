import AccountSession
import Cryptography
import JSON
import SQLite

/// The bonds that the radio made, sealed, each with the account whose accessory it is of; and the accessories whose bond is nobody's
/// any more and that the radio is to forget.
enum BondStore {
  static let migration = """
    CREATE TABLE accessory_bond (
      address BLOB NOT NULL,
      address_is_random BIGINT NOT NULL,
      account BIGINT NOT NULL,
      bond BLOB NOT NULL,
      kept_at BIGINT NOT NULL,
      PRIMARY KEY (address, address_is_random)
    );
    """

  /// Fails where there is a bond with it already: the one that is there stays.
  static func keep(
    _ bond: BondRecord, with peer: PeerAddress, of account: AccountID, sealedBy key: SealingKey,
    at now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO accessory_bond (address, address_is_random, account, bond, kept_at)
      VALUES ($1, $2, $3, $4, $5)
      """, peer.bytes, peer.isRandom, account, key.seal(bond.bytes, bound: place(of: peer)),
      now.milliseconds)
  }

  /// Without those that were not sealed for their place.
  static func all(
    openedBy key: SealingKey, in transaction: Transaction
  ) throws -> [BondRecord] {
    try transaction.all(
      "SELECT address, address_is_random, bond FROM accessory_bond ORDER BY kept_at, address"
    ) { row in
      key.open(
        row.blob(2), bound: place(of: PeerAddress(bytes: row.blob(0), isRandom: row.bool(1)))
      )
      .map(BondRecord.init(bytes:))
    }.compactMap(\.self)
  }

  /// Its owner has let it go, or never had it: the keys are gone from here, and the radio is to be told until it says that they are
  /// gone from there.
  static func letGo(
    of peer: PeerAddress, at now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "DELETE FROM accessory_bond WHERE address = $1 AND address_is_random = $2", peer.bytes,
      peer.isRandom)
    try transaction.execute(
      """
      INSERT INTO stray_bond (address, address_is_random, since) VALUES ($1, $2, $3)
      ON CONFLICT (address, address_is_random) DO NOTHING
      """, peer.bytes, peer.isRandom, now.milliseconds)
  }

  /// The radio has forgotten it.
  static func forget(_ peer: PeerAddress, in transaction: Transaction) throws {
    try transaction.execute(
      "DELETE FROM stray_bond WHERE address = $1 AND address_is_random = $2",
      peer.bytes, peer.isRandom)
  }

  /// Those that the radio is still to forget.
  static func strays(in transaction: Transaction) throws -> [PeerAddress] {
    try transaction.all("SELECT address, address_is_random FROM stray_bond ORDER BY since") {
      PeerAddress(bytes: $0.blob(0), isRandom: $0.bool(1))
    }
  }

  private static func place(of peer: PeerAddress) -> String {
    "accessory_bond/\(peer)/\(peer.isRandom ? "random" : "public")"
  }
}
