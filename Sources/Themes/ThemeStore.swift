import AccountSession
import JSON
package import SQLite

/// What the database keeps of themes: every signed version, and the catalog's version.
package enum ThemeStore {
  package static let migrations = MigrationSet(
    component: "Themes",
    steps: [
      """
      CREATE TABLE theme_catalog (
        id BIGINT PRIMARY KEY CHECK (id = 1),
        version BIGINT NOT NULL
      );
      INSERT INTO theme_catalog (id, version) VALUES (1, 0);
      CREATE TABLE theme_version (
        theme TEXT NOT NULL,
        version TEXT NOT NULL,
        envelope BLOB NOT NULL,
        -- 0 is live, 1 was live before it; higher ones are history.
        superseded BIGINT NOT NULL,
        catalog_version BIGINT NOT NULL,
        published_at BIGINT NOT NULL,
        published_by BIGINT NOT NULL,
        PRIMARY KEY (theme, version)
      );
      CREATE INDEX theme_version_served ON theme_version (superseded, theme);
      """
    ])

  /// A version that is served.
  struct Row: Sendable {
    let envelope: [UInt8]
    let isLive: Bool
    let publishedAt: Timestamp
  }

  static func catalogVersion(in transaction: Transaction) throws -> Int64 {
    try transaction.first("SELECT version FROM theme_catalog WHERE id = 1") { $0.int(0) } ?? 0
  }

  /// The live versions and those before them, by theme, the live one first.
  static func served(in transaction: Transaction) throws -> [Row] {
    try transaction.all(
      """
      SELECT envelope, superseded, published_at FROM theme_version WHERE superseded <= 1
      ORDER BY theme, superseded
      """
    ) {
      Row(
        envelope: $0.blob(0), isLive: $0.int(1) == 0,
        publishedAt: Timestamp(milliseconds: $0.int(2)))
    }
  }

  static func isPublished(_ theme: String, version: String, in transaction: Transaction) throws
    -> Bool
  {
    try transaction.first(
      "SELECT 1 FROM theme_version WHERE theme = $1 AND version = $2", theme, version
    ) { _ in true } ?? false
  }

  /// The name of the version that is live.
  static func liveVersion(of theme: String, in transaction: Transaction) throws -> String? {
    try transaction.first(
      "SELECT version FROM theme_version WHERE theme = $1 AND superseded = 0", theme
    ) { $0.text(0) }
  }

  /// Makes a version live and moves the others one place back.
  ///
  /// - Returns: the version of the catalog that it begins.
  static func insert(
    _ theme: String, version: String, envelope: [UInt8], by publisher: AccountID,
    at now: Timestamp, in transaction: Transaction
  ) throws -> Int64 {
    try transaction.execute("UPDATE theme_catalog SET version = version + 1 WHERE id = 1")
    let catalogVersion = try catalogVersion(in: transaction)
    try transaction.execute(
      "UPDATE theme_version SET superseded = superseded + 1 WHERE theme = $1", theme)
    try transaction.execute(
      """
      INSERT INTO theme_version
        (theme, version, envelope, superseded, catalog_version, published_at, published_by)
      VALUES ($1, $2, $3, 0, $4, $5, $6)
      """, theme, version, envelope, catalogVersion, now.milliseconds, publisher)
    return catalogVersion
  }

  /// The signed bytes of a version, as they were received.
  static func envelope(of theme: String, version: String, from reader: Reader) throws -> [UInt8]? {
    try reader.first(
      "SELECT envelope FROM theme_version WHERE theme = $1 AND version = $2", theme, version
    ) { $0.blob(0) }
  }
}
