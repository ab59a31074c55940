import AccountSession
import JSON
import SQLite
import SignedMetadata

/// A version that has gone live.
struct PublishedTheme: Sendable {
  let theme: CatalogTheme
  let catalogVersion: Int64
}

/// Why a well-signed theme does not go live.
enum ThemeRefusal: Error, Hashable {
  /// Whoever came first: a version is published once, even with the same bytes.
  case versionExists
  /// A higher version is live; going back would leave phones with a version that nobody offers.
  case notNewer(live: SemanticVersion)
}

extension ThemeDesk {
  /// Takes the version, begins the next catalog and tells everybody, all in one transaction. The catalog in memory is swapped after
  /// the commit and before anyone is answered.
  ///
  /// - Throws: `ThemeRefusal`.
  func publish(
    _ verified: Verified<ThemeManifest>, by caller: Caller, requestID: UInt64,
    in transaction: Transaction
  ) throws -> PublishedTheme {
    let now = accounts.clock.now
    let manifest = verified.document
    try refuseOldVersion(of: manifest, in: transaction)
    let catalogVersion = try ThemeStore.insert(
      manifest.id.rawValue, version: manifest.version.name, envelope: verified.bytes,
      by: caller.account, at: now, in: transaction)
    try accounts.notify(
      nil, kind: "catalog.changed",
      json: JSONValue.members([("catalog_version", .integer(catalogVersion))]).encoded(),
      in: transaction)
    try accounts.audit(
      AuditRecord(
        actor: caller.account, subject: nil, action: "theme.publish", result: .done,
        note: "\(manifest.id) \(manifest.version)", requestID: requestID),
      in: transaction)
    let theme = CatalogTheme(manifest, envelope: verified.bytes, publishedAt: now)
    transaction.afterCommit {
      self.catalogs.swap { $0.placing(theme, version: catalogVersion) }
    }
    return PublishedTheme(theme: theme, catalogVersion: catalogVersion)
  }

  private func refuseOldVersion(
    of manifest: ThemeManifest, in transaction: Transaction
  ) throws {
    let theme = manifest.id.rawValue
    if try ThemeStore.isPublished(theme, version: manifest.version.name, in: transaction) {
      throw ThemeRefusal.versionExists
    }
    // Asked of the database, not of the catalog in memory: another publication may be in the same commit.
    if let name = try ThemeStore.liveVersion(of: theme, in: transaction),
      let live = SemanticVersion(name), manifest.version < live
    {
      throw ThemeRefusal.notNewer(live: live)
    }
  }
}
