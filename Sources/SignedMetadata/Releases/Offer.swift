package import JSON

/// The gateway's word that a device of this kind should take this release now. It names nothing that the content team has not signed:
/// a device checks both, and takes the image only when they agree.
package struct Offer: Hashable, Sendable {
  package let product: ContentName
  /// The hardware ids of the release.
  package let hardware: [ContentName]
  package let version: SemanticVersion
  package let counter: Int64
  package let image: ReleaseImage
  package let issued: Timestamp
  /// Not to be followed from this moment on: an old offer cannot be kept back and played later (freeze).
  package let expires: Timestamp

  /// The longest an offer may be good for, in milliseconds: 30 days.
  package static let longestLife: Duration = .seconds(30 * 86_400)

  /// An offer of `release`, good for `life` (at most `longestLife`) from `issued`.
  package init(of release: ReleaseManifest, issued: Timestamp, life: Duration) {
    self.init(
      product: release.product, hardware: release.release.hardware, version: release.version,
      counter: release.counter, image: release.image, issued: issued,
      expires: issued + min(life, Self.longestLife))
  }

  init(
    product: ContentName, hardware: [ContentName], version: SemanticVersion, counter: Int64,
    image: ReleaseImage, issued: Timestamp, expires: Timestamp
  ) {
    self.product = product
    self.hardware = hardware
    self.version = version
    self.counter = counter
    self.image = image
    self.issued = issued
    self.expires = expires
  }
}
