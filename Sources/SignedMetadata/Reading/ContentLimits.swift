/// The bounds of every document and everything it names, in one place. A document at its bounds still fits the server's memory.
package enum ContentLimits {
  /// A signed envelope or a source, in bytes.
  package static let documentBytes = 1 << 20
  /// One file of a theme, in bytes.
  package static let themeFileBytes: Int64 = 64 << 20
  /// All files of a theme together, in bytes.
  package static let themeBytes: Int64 = 256 << 20
  package static let themeFiles = 512
  /// A release's image, in bytes: what the object store takes.
  package static let imageBytes: Int64 = 512 << 20
  package static let languages = 64
  package static let titleBytes = 120
  package static let descriptionBytes = 4_000
  package static let notesBytes = 8_000
  package static let previews = 12
  package static let tags = 16
  package static let colors = 64
  package static let hardware = 64
  package static let signatures = 16
}
