package import Cryptography
package import JSON
package import SignedMetadata

/// One version of a theme as the catalog keeps it in memory: its description, and which files are its own. The paths stay in the
/// signed manifest, which is where a phone must take them from.
package final class CatalogTheme: Sendable {
  package struct File: Hashable, Sendable {
    /// Bytes.
    package let length: Int64
    package let mediaType: MediaType
    package let isPreview: Bool
  }

  package let description: ThemeDescription
  /// In the manifest's order, which is that of their paths.
  package let previews: [ThemeFile]
  /// All files together, in bytes.
  package let length: Int64
  package let publishedAt: Timestamp
  /// Of the signed bytes: the entity tag of the manifest.
  let manifestDigest: Digest
  private let files: [Digest: File]

  /// - Parameter envelope: the signed bytes, only measured here; the store keeps them.
  package init(_ manifest: ThemeManifest, envelope: [UInt8], publishedAt: Timestamp) {
    description = manifest.theme
    previews = manifest.previews
    length = manifest.length
    self.publishedAt = publishedAt
    manifestDigest = .sha256(envelope)
    files = Dictionary(
      manifest.files.map {
        ($0.sha256, File(length: $0.length, mediaType: $0.mediaType, isPreview: $0.isPreview))
      },
      // One file under two paths: a preview if either is.
      uniquingKeysWith: { $0.isPreview ? $0 : $1 })
  }

  package var id: ContentName { description.id }
  package var version: SemanticVersion { description.version }
  package var fileCount: Int { files.count }

  package func file(_ digest: Digest) -> File? { files[digest] }
}
