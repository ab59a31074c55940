package import AccountSession
import Cryptography
package import HTTP
import JSON
package import Publishing
package import SQLite
import SignedMetadata

/// The one place that acts on themes. Shared by all loops.
package final class ThemeDesk: Sendable {
  package static let migrations = ThemeStore.migrations
  /// Bytes of encoded pages that are kept.
  static let pageBytes = 4 << 20

  let accounts: AccountDesk
  let publishing: PublishingDesk
  let catalogs: CatalogHistory
  private let pages = PageCache(mostBytes: pageBytes)

  /// Reads what is live from the database, which must have been migrated; waits for it, so never on a loop.
  package init(accounts: AccountDesk, publishing: PublishingDesk) throws {
    self.accounts = accounts
    self.publishing = publishing
    catalogs = CatalogHistory(
      try accounts.writer.perform { transaction in
        let rows = try ThemeStore.served(in: transaction)
        let themes = try rows.map { (theme: try CatalogTheme(kept: $0), isLive: $0.isLive) }
        let previous = Dictionary(
          themes.filter { !$0.isLive }.map { ($0.theme.id, $0.theme) }
        ) { first, _ in first }
        return Catalog(
          version: try ThemeStore.catalogVersion(in: transaction),
          entries: themes.filter(\.isLive).map {
            Catalog.Entry(live: $0.theme, previous: previous[$0.theme.id])
          })
      })
  }

  package func routes(gate: SessionGate) -> [Route] { ThemeRoutes(desk: self, gate: gate).all }

  // MARK: What a caller may have

  /// A page of the catalog in which the walk began.
  func page(
    _ query: CatalogQuery, languages: [LanguageTag], rights: EntitlementSet, now: Timestamp
  ) -> PreparedResponse {
    let catalog = query.cursor.map { catalogs.catalog(version: $0.version) } ?? catalogs.current
    let key = catalog.key(
      for: query, languages: languages, rights: rights.current(at: now).map(\.rawValue))
    return pages.page(key) { catalog.encode(key) }
  }

  enum FileVerdict {
    case served(CatalogTheme.File)
    /// No such theme, or no such file in its live version or the one before.
    case notThere
    case rightMissing(EntitlementRequirement)
  }

  /// Whether the holder of `rights` may have a file of a theme now. What the live version asks for counts, for the
  /// files of the version before it too. A preview needs no right when `previewsOnly`; nothing else is found then.
  func file(
    _ digest: Digest, of theme: ContentName, previewsOnly: Bool, rights: EntitlementSet,
    now: Timestamp
  ) -> FileVerdict {
    guard let entry = catalogs.current.entry(theme), let file = entry.file(digest) else {
      return .notThere
    }
    if previewsOnly { return file.isPreview ? .served(file) : .notThere }
    let requirement = entry.live.description.entitlement
    return requirement.isMet(by: rights, at: now) ? .served(file) : .rightMissing(requirement)
  }
}

extension CatalogTheme {
  /// A version that was verified when it was published.
  fileprivate convenience init(kept row: ThemeStore.Row) throws {
    self.init(
      try ThemeManifest.reread(row.envelope), envelope: row.envelope, publishedAt: row.publishedAt)
  }
}
