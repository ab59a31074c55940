package import Cryptography
package import JSON

/// The size of screen a theme is drawn for, by the shorter side in density-independent pixels.
package enum ScreenClass: String, CaseIterable, Hashable, Sendable {
  /// Below 600.
  case compact
  /// 600 to 839.
  case medium
  /// 840 and more.
  case expanded
}

/// What a theme needs to be of use.
package struct Compatibility: Hashable, Sendable {
  /// Versions of the phone's system; nil fits all.
  package let system: VersionRange?
  /// Sorted as declared by `ScreenClass`; empty fits all.
  package let screens: [ScreenClass]
  /// Models of bands that the theme has watch faces for; empty: it has none.
  package let bands: [ContentName]

  package init(
    system: VersionRange? = nil, screens: [ScreenClass] = [], bands: [ContentName] = []
  ) {
    self.system = system
    self.screens = screens
    self.bands = bands
  }
}

/// One file of a theme.
package struct ThemeFile: Hashable, Sendable {
  package let path: ContentPath
  package let sha256: Digest
  /// In bytes, 1 or more.
  package let length: Int64
  package let mediaType: MediaType
  /// Shown in the catalog to everybody who may see the theme; the others are given to those entitled to it.
  package let isPreview: Bool

  package init(
    path: ContentPath, sha256: Digest, length: Int64, mediaType: MediaType, isPreview: Bool
  ) {
    self.path = path
    self.sha256 = sha256
    self.length = length
    self.mediaType = mediaType
    self.isPreview = isPreview
  }
}

/// What a theme says of itself, in the words that its source and its manifest share.
package struct ThemeDescription: Hashable, Sendable {
  package let id: ContentName
  package let version: SemanticVersion
  package let title: LocalizedText
  package let description: LocalizedText
  package let author: String
  package let license: LicenseID
  package let tags: [ContentName]
  /// In the order written; names are unique.
  package let palette: [NamedColor]
  package let compatibility: Compatibility
  package let entitlement: EntitlementRequirement

  package struct NamedColor: Hashable, Sendable {
    package let name: ContentName
    package let color: Color
    package init(name: ContentName, color: Color) {
      self.name = name
      self.color = color
    }
  }

  package init(
    id: ContentName, version: SemanticVersion, title: LocalizedText, description: LocalizedText,
    author: String, license: LicenseID, tags: [ContentName], palette: [NamedColor],
    compatibility: Compatibility, entitlement: EntitlementRequirement
  ) {
    self.id = id
    self.version = version
    self.title = title
    self.description = description
    self.author = author
    self.license = license
    self.tags = tags
    self.palette = palette
    self.compatibility = compatibility
    self.entitlement = entitlement
  }
}

/// One version of a theme, as the content team signs it: what it is, who may have it, and the digest of each of its files.
package struct ThemeManifest: Hashable, Sendable {
  package let theme: ThemeDescription
  /// Sorted by path; digests may repeat, paths may not.
  package let files: [ThemeFile]
  package let created: Timestamp

  package var id: ContentName { theme.id }
  package var version: SemanticVersion { theme.version }
  package var previews: [ThemeFile] { files.filter(\.isPreview) }
  /// All files together, in bytes.
  package var length: Int64 { files.reduce(0) { $0 + $1.length } }

  package init(theme: ThemeDescription, files: [ThemeFile], created: Timestamp) {
    self.theme = theme
    self.files = files.sorted { $0.path < $1.path }
    self.created = created
  }
}
