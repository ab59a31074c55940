package import Cryptography
package import SignedMetadata

/// Every theme there is, as of one commit. Immutable: a publish makes the next one.
package final class Catalog: Sendable {
  /// What is live of one theme, and what was live before it: phones in the middle of a download finish with that.
  package struct Entry: Sendable {
    package let live: CatalogTheme
    package let previous: CatalogTheme?
    package init(live: CatalogTheme, previous: CatalogTheme?) {
      self.live = live
      self.previous = previous
    }

    package func file(_ digest: Digest) -> CatalogTheme.File? {
      live.file(digest) ?? previous?.file(digest)
    }
    /// The version called `name`, if it is still served.
    package func theme(versionName name: String) -> CatalogTheme? {
      [live, previous].compactMap { $0 }.first { $0.version.name == name }
    }
  }

  /// 0 before the first publish; one more with each, over the life of the database.
  package let version: Int64
  /// Sorted by id: the stable key of paging.
  package let entries: [Entry]
  /// The rights that a theme asks for. Others an account may hold do not change a byte of the catalog.
  package let rightsAsked: Set<String>
  /// The languages that a text exists in. Others a reader may want do not change a byte either.
  package let languages: Set<LanguageTag>

  package init(version: Int64, entries: [Entry]) {
    self.version = version
    self.entries = entries.sorted { $0.live.id < $1.live.id }
    var rights: Set<String> = []
    var languages: Set<LanguageTag> = []
    for entry in entries {
      if case .anyOf(let names) = entry.live.description.entitlement { rights.formUnion(names) }
      languages.formUnion(entry.live.description.title.texts.map(\.tag))
      languages.formUnion(entry.live.description.description.texts.map(\.tag))
    }
    rightsAsked = rights
    self.languages = languages
  }

  package func entry(_ id: ContentName) -> Entry? {
    let index = firstIndex(notBefore: id)
    guard index < entries.count, entries[index].live.id == id else { return nil }
    return entries[index]
  }

  /// The next catalog: `theme` is live, and what was live is its previous version.
  package func placing(_ theme: CatalogTheme, version: Int64) -> Catalog {
    var next = entries
    let index = firstIndex(notBefore: theme.id)
    if index < next.count, next[index].live.id == theme.id {
      next[index] = Entry(live: theme, previous: next[index].live)
    } else {
      next.insert(Entry(live: theme, previous: nil), at: index)
    }
    return Catalog(version: version, entries: next)
  }

  /// At most `limit` live themes that follow `cursor` and fit `filter`, and whether there are more.
  package func page(
    after cursor: ContentName?, fitting filter: CatalogFilter, limit: Int
  ) -> (themes: [CatalogTheme], hasMore: Bool) {
    var index = 0
    if let cursor {
      index = firstIndex(notBefore: cursor)
      if index < entries.count, entries[index].live.id == cursor { index += 1 }
    }
    var themes: [CatalogTheme] = []
    for entry in entries[index...] where filter.accepts(entry.live.description.compatibility) {
      if themes.count == limit { return (themes, true) }
      themes.append(entry.live)
    }
    return (themes, false)
  }

  private func firstIndex(notBefore id: ContentName) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].live.id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Which themes a phone has a use for; what is nil is not asked.
package struct CatalogFilter: Hashable, Sendable {
  /// Has a watch face for this model of band.
  package var bandModel: ContentName?
  /// Is drawn for this class of screen.
  package var screen: ScreenClass?
  /// Runs on this version of the phone's system.
  package var system: SemanticVersion?

  package init(
    bandModel: ContentName? = nil, screen: ScreenClass? = nil, system: SemanticVersion? = nil
  ) {
    self.bandModel = bandModel
    self.screen = screen
    self.system = system
  }

  package func accepts(_ theme: Compatibility) -> Bool {
    if let bandModel, !theme.bands.contains(bandModel) { return false }
    if let screen, !theme.screens.isEmpty, !theme.screens.contains(screen) { return false }
    if let system, let range = theme.system, !range.contains(system) { return false }
    return true
  }
}
