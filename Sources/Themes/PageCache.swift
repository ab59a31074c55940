import HTTP
import Synchronization

/// Encoded pages of the catalog, shared by all loops, oldest out first when the bound is reached. Any thread.
///
/// Nothing in it can be too old or too much: the key names the catalog and the rights, so a page of another state has another key.
final class PageCache: Sendable {
  private struct Pages {
    var byKey: [CatalogPageKey: PreparedResponse] = [:]
    var order: [CatalogPageKey] = []
    var byteCount = 0
  }

  private let mostBytes: Int
  private let pages = Mutex(Pages())

  /// - Parameter mostBytes: of heads and bodies together.
  init(mostBytes: Int) { self.mostBytes = mostBytes }

  var byteCount: Int { pages.withLock { $0.byteCount } }

  /// The page of `key`, encoded by `encode` when there is none. Two loops may encode one page at the same moment; both have
  /// the same bytes, and one is kept.
  func page(_ key: CatalogPageKey, encode: () -> PreparedResponse) -> PreparedResponse {
    if let page = pages.withLock({ $0.byKey[key] }) { return page }
    let page = encode()
    let size = Self.size(of: page)
    guard size <= mostBytes else { return page }
    return pages.withLock { pages in
      if let other = pages.byKey[key] { return other }
      pages.byKey[key] = page
      pages.order.append(key)
      pages.byteCount += size
      var dropped = 0
      while pages.byteCount > mostBytes {
        if let old = pages.byKey.removeValue(forKey: pages.order[dropped]) {
          pages.byteCount -= Self.size(of: old)
        }
        dropped += 1
      }
      pages.order.removeFirst(dropped)
      return page
    }
  }

  private static func size(of page: PreparedResponse) -> Int { page.bytes.count }
}
