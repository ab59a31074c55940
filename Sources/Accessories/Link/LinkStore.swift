import AccountSession
import JSON
import SQLite

/// The rows of attempts: how far each came, so that a restart knows what to undo.
enum LinkStore {
  static let migration = """
    CREATE TABLE accessory_link (
      link BIGINT PRIMARY KEY,
      account BIGINT NOT NULL,
      session BIGINT NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      -- Of the accessory that was chosen: before the radio is told of it, never after.
      address BLOB,
      address_is_random BIGINT,
      profile TEXT,
      refusal TEXT,
      accessory BIGINT,
      opened_at BIGINT NOT NULL,
      ended_at BIGINT
    );
    CREATE INDEX accessory_link_ended ON accessory_link (ended_at);
    -- What the radio may still have a bond with and is to forget: of BondStore.
    CREATE TABLE stray_bond (
      address BLOB NOT NULL,
      address_is_random BIGINT NOT NULL,
      since BIGINT NOT NULL,
      PRIMARY KEY (address, address_is_random)
    );
    """

  /// How long an attempt that is over can be asked for.
  static let life: Duration = .seconds(86_400)
  /// Old rows that each new one takes along.
  private static let sweepStep = 16

  static func insert(
    _ link: LinkProgress, session: SessionID, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      DELETE FROM accessory_link
      WHERE link IN
        (SELECT link FROM accessory_link WHERE ended_at < $1 ORDER BY ended_at LIMIT $2)
      """, (link.openedAt - life).milliseconds, sweepStep)
    try transaction.execute(
      """
      INSERT INTO accessory_link (link, account, session, kind, state, opened_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      """, link.id, link.account, session, link.kind.rawValue, link.state,
      link.openedAt.milliseconds)
  }

  /// False when the attempt has no row, or is over.
  static func keep(_ link: LinkProgress, in transaction: Transaction) throws -> Bool {
    try transaction.execute(
      """
      UPDATE accessory_link SET state = $2, address = $3, address_is_random = $4, profile = $5
      WHERE link = $1 AND ended_at IS NULL
      """, link.id, link.state, link.peer?.bytes, link.peer?.isRandom, link.profile?.rawValue) > 0
  }

  /// Nothing happens when it has no row, or was over.
  static func end(
    _ link: LinkProgress, at now: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE accessory_link SET state = $2, refusal = $3, accessory = $4, ended_at = $5
      WHERE link = $1 AND ended_at IS NULL
      """, link.id, link.state, link.refusal?.rawValue, link.accessory, now.milliseconds)
  }

  /// What a restart finds unfinished.
  static func unfinished(in transaction: Transaction) throws -> [LinkProgress] {
    try transaction.all(
      """
      SELECT link, account, kind, state, address, address_is_random, profile, refusal, accessory,
        opened_at
      FROM accessory_link WHERE ended_at IS NULL ORDER BY opened_at, link
      """
    ) { LinkProgress($0) }
  }

  static func link(
    _ id: LinkID, of account: AccountID, from reader: Reader
  ) throws -> LinkProgress? {
    try reader.first(
      """
      SELECT link, account, kind, state, address, address_is_random, profile, refusal, accessory,
        opened_at
      FROM accessory_link WHERE link = $1 AND account = $2
      """, id, account
    ) { LinkProgress($0) }
  }
}

extension LinkProgress {
  fileprivate init(_ row: borrowing Row) {
    self.init(
      id: LinkID(number: row.int(0)), account: AccountID(number: row.int(1)),
      kind: AccessoryKind(rawValue: row.text(2)) ?? .band, state: row.text(3),
      peer: row.optionalBlob(4).map { PeerAddress(bytes: $0, isRandom: row.bool(5)) },
      profile: row.optionalText(6).flatMap(AccessoryProfile.init(rawValue:)),
      refusal: row.optionalText(7).flatMap(LinkRefusal.init(rawValue:)),
      accessory: row.optionalInt(8).map(DeviceID.init(number:)),
      openedAt: Timestamp(milliseconds: row.int(9)))
  }
}
