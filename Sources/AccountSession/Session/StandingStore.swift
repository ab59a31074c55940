import JSON
import SQLite

/// The copies of an account's standing that its sessions carry.
enum StandingStore {
  /// NULL in rows that are older than the column: their sessions are read from the account's own rows until it is touched, which
  /// a refresh does every ten minutes.
  static let migration = "ALTER TABLE session ADD COLUMN standing BLOB;"

  /// Makes the copies anew at the end of the piece, from what it has written by then.
  static func refresh(_ account: AccountID, in transaction: Transaction) {
    transaction.atEnd(once: account.number) { transaction in
      // An account that was removed has no sessions either.
      guard let standing = try read(account, from: transaction) else { return }
      try transaction.execute(
        "UPDATE session SET standing = $2 WHERE account = $1", account, standing.encoded())
    }
  }

  /// From the account's own rows; nil when there is no such account.
  static func read(_ account: AccountID, from source: some RowSource) throws -> Standing? {
    guard let row = try AccountStore.row(of: account, from: source) else { return nil }
    return Standing(
      roles: row.roles, language: row.language,
      entitlements: EntitlementSet(try EntitlementStore.held(by: account, from: source)),
      devices: try DeviceStore.devices(of: account, from: source))
  }
}
