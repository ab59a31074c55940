import AccountSession
import HTTP
package import SignedMetadata

/// Which page of the catalog is asked for.
package struct CatalogQuery: Hashable, Sendable {
  package static let limits = 1...100
  package static let usualLimit = 50

  package var limit = usualLimit
  package var cursor: CatalogCursor?
  package var filter = CatalogFilter()

  package init() {}

  init(_ request: Request) throws(QueryMistake) {
    let known = ["limit", "cursor", "band_model", "screen", "system"]
    if let unknown = request.queryNames.first(where: { !known.contains($0) }) {
      throw QueryMistake(unknown, "one of \(known.joined(separator: ", "))")
    }
    if let text = request.query("limit") {
      guard let number = Int(text), Self.limits.contains(number) else {
        throw QueryMistake(
          "limit", "a whole number from \(Self.limits.lowerBound) to \(Self.limits.upperBound)")
      }
      limit = number
    }
    if let text = request.query("cursor") {
      guard let read = CatalogCursor(text) else {
        throw QueryMistake("cursor", "what `next` of the page before says")
      }
      cursor = read
    }
    if let text = request.query("band_model") {
      guard let read = ContentName(rawValue: text) else {
        throw QueryMistake("band_model", ContentName.rule)
      }
      filter.bandModel = read
    }
    if let text = request.query("screen") {
      guard let read = ScreenClass(rawValue: text) else {
        let classes = ScreenClass.allCases.map(\.rawValue).joined(separator: ", ")
        throw QueryMistake("screen", "one of \(classes)")
      }
      filter.screen = read
    }
    if let text = request.query("system") {
      guard let read = SemanticVersion(text) else {
        throw QueryMistake("system", "a version, as 14.0.0")
      }
      filter.system = read
    }
  }
}

/// Where a walk over the pages stands: the catalog in which it began, and the last theme it has seen. Written
/// `<version>~<theme>`; clients treat it as opaque.
package struct CatalogCursor: Hashable, Sendable, CustomStringConvertible {
  package let version: Int64
  package let after: ContentName

  package init(version: Int64, after: ContentName) {
    self.version = version
    self.after = after
  }

  /// Nil unless it is exactly what `description` writes.
  package init?(_ text: String) {
    let parts = text.split(separator: "~", omittingEmptySubsequences: false)
    guard parts.count == 2, let version = Int64(parts[0]), version >= 0,
      let after = ContentName(rawValue: String(parts[1])), "\(version)" == parts[0]
    else { return nil }
    self.init(version: version, after: after)
  }

  package var description: String { "\(version)~\(after)" }
}
