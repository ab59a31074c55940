package import SignedMetadata
import Synchronization

/// Every release there is, as of one commit. Immutable: a publish makes the next one.
package final class ReleaseShelf: Sendable {
  /// 1 for the first shelf of the process, one more for each that followed.
  package let generation: UInt64
  /// Newest first.
  private let products: [String: [ShelvedRelease]]

  package convenience init(_ releases: [ShelvedRelease] = []) {
    self.init(generation: 1, products: Dictionary(grouping: releases, by: \.product))
  }

  private init(generation: UInt64, products: [String: [ShelvedRelease]]) {
    self.generation = generation
    self.products = products.mapValues { $0.sorted { $1.version < $0.version } }
  }

  /// Newest first; nil when nothing was ever released for the product.
  package func releases(of product: String) -> [ShelvedRelease]? { products[product] }

  package func release(of product: String, version: SemanticVersion) -> ShelvedRelease? {
    products[product]?.first { $0.version == version }
  }

  /// By product, then newest first.
  package var all: [ShelvedRelease] {
    products.keys.sorted().flatMap { products[$0] ?? [] }
  }

  /// The next shelf, with `release` on it, in the place of one of the same product and version.
  package func placing(_ release: ShelvedRelease) -> ReleaseShelf {
    var products = products
    var kept = products[release.product] ?? []
    kept.removeAll { $0.version == release.version }
    products[release.product] = kept + [release]
    return ReleaseShelf(generation: generation + 1, products: products)
  }
}

/// The shelf in use, swapped whole after a commit, before the publish is answered: so no loop decides from a shelf older than
/// an answered publish. Any thread.
final class CurrentShelf: Sendable {
  private let shelf: Mutex<ReleaseShelf>
  private let newest: Atomic<UInt64>

  init(_ shelf: ReleaseShelf) {
    newest = Atomic(shelf.generation)
    self.shelf = Mutex(shelf)
  }

  /// The generation alone, for the warm path: one load, no lock.
  var generation: UInt64 { newest.load(ordering: .acquiring) }
  var value: ReleaseShelf { shelf.withLock { $0 } }

  /// Only the writer's thread calls it, so two changes never start from one shelf.
  func swap(_ change: (ReleaseShelf) -> ReleaseShelf) {
    shelf.withLock { shelf in
      shelf = change(shelf)
      newest.store(shelf.generation, ordering: .releasing)
    }
  }
}
