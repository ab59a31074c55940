package import Cryptography
package import JSON

/// What kind of device a release is for; the same words as the device registry's.
package enum ProductKind: String, CaseIterable, Hashable, Sendable {
  case phone
  case band
  case scale
}

package enum ReleaseChannel: String, CaseIterable, Hashable, Sendable {
  case stable
  case beta
}

/// What a release says of itself, in the words that its source and its manifest share.
package struct ReleaseDescription: Hashable, Sendable {
  package let product: ContentName
  package let kind: ProductKind
  package let version: SemanticVersion
  /// 1 or more; grows with every release of the product, over all channels. A device refuses a lower one than it runs.
  package let counter: Int64
  package let channel: ReleaseChannel
  /// The installed versions that can take it in one step; nil: any.
  package let from: VersionRange?
  /// Ids of the hardware it runs on; never empty.
  package let hardware: [ContentName]
  package let notes: LocalizedText
  package let entitlement: EntitlementRequirement
  /// Of the devices, 0 to 100, when the release goes live.
  package let rolloutPercent: Int

  package init(
    product: ContentName, kind: ProductKind, version: SemanticVersion, counter: Int64,
    channel: ReleaseChannel, from: VersionRange?, hardware: [ContentName], notes: LocalizedText,
    entitlement: EntitlementRequirement, rolloutPercent: Int
  ) {
    self.product = product
    self.kind = kind
    self.version = version
    self.counter = counter
    self.channel = channel
    self.from = from
    self.hardware = hardware
    self.notes = notes
    self.entitlement = entitlement
    self.rolloutPercent = rolloutPercent
  }
}

/// The bytes a release installs.
package struct ReleaseImage: Hashable, Sendable {
  package let sha256: Digest
  /// In bytes, 1 or more.
  package let length: Int64
  package init(sha256: Digest, length: Int64) {
    self.sha256 = sha256
    self.length = length
  }
}

/// One release of one product, as the content team signs it.
package struct ReleaseManifest: Hashable, Sendable {
  package let release: ReleaseDescription
  package let image: ReleaseImage
  package let created: Timestamp

  package var product: ContentName { release.product }
  package var version: SemanticVersion { release.version }
  package var counter: Int64 { release.counter }

  package init(release: ReleaseDescription, image: ReleaseImage, created: Timestamp) {
    self.release = release
    self.image = image
    self.created = created
  }
}
