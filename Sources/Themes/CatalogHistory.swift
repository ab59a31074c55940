import Synchronization

/// The catalog in use and a few before it, swapped whole after a commit, before the publish is answered. Any thread.
///
/// A walk over the pages goes on in the catalog in which it began while that one is kept, so it sees one state of the world
/// however much is published meanwhile. After that it goes on in the newest, behind the same key: a theme that was there all along is
/// still seen exactly once.
package final class CatalogHistory: Sendable {
  /// A catalog is an array of references to themes that mostly are the next one's too, so this many cost little.
  static let kept = 8

  private let catalogs: Mutex<[Catalog]>
  private let newest: Atomic<Int64>

  package init(_ catalog: Catalog) {
    newest = Atomic(catalog.version)
    catalogs = Mutex([catalog])
  }

  /// The version alone, for the warm path: one load, no lock.
  var version: Int64 { newest.load(ordering: .acquiring) }

  package var current: Catalog { catalogs.withLock { $0[$0.count - 1] } }

  /// The catalog of that version, or the newest when it is no longer kept or never was.
  package func catalog(version: Int64) -> Catalog {
    catalogs.withLock { kept in kept.first { $0.version == version } ?? kept[kept.count - 1] }
  }

  /// Only the writer's thread calls it, so two changes never start from one catalog.
  package func swap(_ change: (Catalog) -> Catalog) {
    catalogs.withLock { kept in
      let next = change(kept[kept.count - 1])
      kept.append(next)
      if kept.count > Self.kept { kept.removeFirst() }
      newest.store(next.version, ordering: .releasing)
    }
  }
}
