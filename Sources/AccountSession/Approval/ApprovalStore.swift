import JSON
import SQLite

/// The rows of approvals that were given and are not spent.
enum ApprovalStore {
  static let migration = """
    CREATE TABLE approval (
      session BIGINT NOT NULL,
      act TEXT NOT NULL,
      -- Empty: the account itself.
      object TEXT NOT NULL,
      expires_at BIGINT NOT NULL,
      PRIMARY KEY (session, act, object)
    );
    CREATE INDEX approval_expiry ON approval (expires_at);
    """

  /// Gives it, or gives it for longer.
  static func insert(
    _ approval: Approval, to session: SessionID, until expiresAt: Timestamp,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO approval (session, act, object, expires_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (session, act, object) DO UPDATE SET expires_at = $4
      """, session, approval.act.rawValue, approval.object ?? "", expiresAt.milliseconds)
  }

  /// False when it was not given, is over, or was spent.
  static func spend(
    _ approval: Approval, of session: SessionID, at now: Timestamp, in transaction: Transaction
  ) throws -> Bool {
    try transaction.execute(
      "DELETE FROM approval WHERE session = $1 AND act = $2 AND object = $3 AND expires_at > $4",
      session, approval.act.rawValue, approval.object ?? "", now.milliseconds) > 0
  }

  /// Removes those that are over: no session has many, and each lives five minutes.
  static func sweep(at now: Timestamp, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM approval WHERE expires_at <= $1", now.milliseconds)
  }
}
