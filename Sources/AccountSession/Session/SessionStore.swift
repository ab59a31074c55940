import Cryptography
import JSON
import SQLite

/// The rows of sessions. One row is one sign-in; refreshing changes it, ending removes it.
enum SessionStore {
  static let migration = """
    CREATE TABLE session (
      -- The first 63 bits of the access token's digest: a request finds its session by one descent of one tree.
      access_key INTEGER PRIMARY KEY,
      -- SHA-256 of the access token of this step, whole.
      access_digest BLOB NOT NULL,
      id BIGINT NOT NULL UNIQUE,
      account BIGINT NOT NULL REFERENCES account (id),
      -- No foreign key: removing a device would search every session for it.
      device BIGINT,
      client TEXT NOT NULL,
      scope BIGINT NOT NULL,
      methods BIGINT NOT NULL,
      authenticated_at BIGINT NOT NULL,
      created_at BIGINT NOT NULL,
      last_used_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      access_expires_at BIGINT NOT NULL,
      step BIGINT NOT NULL,
      -- When a refresh made this step; NULL when a sign-in or step-up did, which no lost answer excuses.
      refreshed_at BIGINT
    );
    CREATE INDEX session_account ON session (account);
    """

  /// The one read of a request whose session is not kept: one descent of one tree.
  static func find(access digest: Digest, from reader: Reader) throws -> Found? {
    let found =
      try reader.first(
        """
        SELECT id, account, device, scope, authenticated_at, expires_at, access_digest,
          access_expires_at, standing
        FROM session WHERE access_key = $1
        """, key: key(of: digest)
      ) { Found($0) } ?? nil
    // 63 bits find the row; what lets somebody in is all 256.
    return found?.access == digest ? found : nil
  }

  /// Two of a million sessions share it with a probability of one in ten million; the second is then refused by the database.
  private static func key(of access: Digest) -> Int64 {
    Int64(truncatingIfNeeded: access.prefix >> 1)
  }

  static func find(_ id: SessionID, from reader: Reader) throws -> Found? {
    try reader.first(
      """
      SELECT id, account, device, scope, authenticated_at, expires_at, access_digest,
        access_expires_at, standing
      FROM session WHERE id = $1
      """, id
    ) { Found($0) } ?? nil
  }

  static func insert(
    _ id: SessionID, _ opening: SessionOpening, expiresAt: Timestamp, access: Digest,
    accessExpiresAt: Timestamp, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO session (id, account, device, client, scope, methods, authenticated_at,
        created_at, last_used_at, expires_at, access_key, access_digest, access_expires_at, step)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8, $9, $10, $11, 0)
      """, id, opening.account, opening.device, opening.client, opening.scope.rawValue,
      opening.methods.rawValue, opening.now.milliseconds, expiresAt.milliseconds, key(of: access),
      access.bytes,
      accessExpiresAt.milliseconds)
  }

  static func row(of id: SessionID, in transaction: Transaction) throws -> Row? {
    try transaction.first(
      """
      SELECT id, account, device, client, scope, created_at, last_used_at, expires_at,
        access_expires_at, step, refreshed_at
      FROM session WHERE id = $1
      """, id
    ) { Row($0) }
  }

  /// The roles of a session's account now; nil when the account has no such session or it is over.
  static func roles(
    of id: SessionID, of account: AccountID, at now: Timestamp, in transaction: Transaction
  ) throws -> Roles? {
    try transaction.first(
      """
      SELECT a.roles FROM session AS s JOIN account AS a ON a.id = s.account
      WHERE s.id = $1 AND s.account = $2 AND s.expires_at > $3
      """, id, account, now.milliseconds
    ) { Roles(rawValue: $0.int(0)) }
  }

  /// Those of an account, the one that was idle longest first.
  static func rows(of account: AccountID, in transaction: Transaction) throws -> [Row] {
    try transaction.all(
      """
      SELECT id, account, device, client, scope, created_at, last_used_at, expires_at,
        access_expires_at, step, refreshed_at
      FROM session WHERE account = $1 ORDER BY last_used_at, id
      """, account
    ) { Row($0) }
  }

  /// The same for the owner's list, latest first; those that are over are not in it.
  static func rows(
    of account: AccountID, at now: Timestamp, from reader: Reader
  ) throws -> [Row] {
    try reader.all(
      """
      SELECT id, account, device, client, scope, created_at, last_used_at, expires_at,
        access_expires_at, step, refreshed_at
      FROM session WHERE account = $1 AND expires_at > $2 ORDER BY last_used_at DESC, id
      """, account, now.milliseconds
    ) { Row($0) }
  }

  /// Moves a session to its next step.
  static func advance(
    _ id: SessionID, to step: UInt32, access: Digest, accessExpiresAt: Timestamp,
    expiresAt: Timestamp, now: Timestamp, isRefresh: Bool, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE session SET step = $2, access_key = $3, access_digest = $4, access_expires_at = $5,
        expires_at = $6, last_used_at = $7, refreshed_at = $8
      WHERE id = $1
      """, id, Int64(step), key(of: access), access.bytes, accessExpiresAt.milliseconds,
      expiresAt.milliseconds,
      now.milliseconds, isRefresh ? now.milliseconds : nil)
  }

  static func setAuthenticated(
    _ id: SessionID, by methods: AuthenticationMethods, at now: Timestamp,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      "UPDATE session SET methods = $2, authenticated_at = $3 WHERE id = $1",
      id, methods.rawValue, now.milliseconds)
  }

  /// False when there was none.
  @discardableResult
  static func delete(_ id: SessionID, in transaction: Transaction) throws -> Bool {
    try transaction.execute("DELETE FROM session WHERE id = $1", id) > 0
  }

  /// How many were ended.
  @discardableResult
  static func deleteAll(
    of account: AccountID, except kept: SessionID?, in transaction: Transaction
  ) throws -> Int {
    try transaction.execute(
      "DELETE FROM session WHERE account = $1 AND id <> $2", account, kept?.number ?? 0)
  }

  /// How many were ended.
  @discardableResult
  static func deleteAll(
    of account: AccountID, on device: DeviceID, in transaction: Transaction
  ) throws -> Int {
    try transaction.execute(
      "DELETE FROM session WHERE account = $1 AND device = $2", account, device)
  }

  /// Looks at the `count` sessions after `cursor` and removes those that are over.
  ///
  /// - Returns: where the next look starts; below every session after the last one.
  static func sweep(
    after cursor: Int64, count: Int, now: Timestamp, in transaction: Transaction
  ) throws -> Int64 {
    let looked = try transaction.all(
      "SELECT access_key, expires_at FROM session WHERE access_key > $1 ORDER BY access_key LIMIT $2",
      cursor, count
    ) { (key: $0.int(0), expiresAt: $0.int(1)) }
    for session in looked where session.expiresAt <= now.milliseconds {
      try transaction.execute("DELETE FROM session WHERE access_key = $1", session.key)
    }
    return looked.count < count ? -1 : looked.last?.key ?? -1
  }
}
