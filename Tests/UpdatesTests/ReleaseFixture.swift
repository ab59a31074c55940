import Cryptography
import JSON
import SignedMetadata
import Testing
import Updates

/// Releases and devices for decisions, with everything that a test does not speak of set to what lets a release through.
enum ReleaseFixture {
  static let epoch = Timestamp(milliseconds: 1_795_000_000_000)
  static let product = "aurora-band"

  static func release(
    _ version: String, counter: Int64 = 1, product: String = product,
    channel: ReleaseChannel = .stable, from: VersionRange? = nil, hardware: [String] = ["rev-a"],
    entitlement: EntitlementRequirement = .free, percent: Double = 100, isPaused: Bool = false
  ) throws -> ShelvedRelease {
    let manifest = ReleaseManifest(
      release: ReleaseDescription(
        product: try name(product), kind: .band, version: try #require(SemanticVersion(version)),
        counter: counter, channel: channel, from: from, hardware: try hardware.map(name),
        notes: try #require(LocalizedText([.english: "Notes of \(version)"])),
        entitlement: entitlement, rolloutPercent: 100),
      image: ReleaseImage(sha256: .sha256(Array(version.utf8)), length: 100), created: epoch)
    return ShelvedRelease(
      manifest, publishedAt: epoch,
      rollout: Rollout(
        share: try #require(RolloutShare(percent: percent)), isPaused: isPaused))
  }

  static func subject(
    _ installed: String?, device: Int64 = 7, product: String = product, hardware: String = "rev-a",
    channel: ReleaseChannel = .stable
  ) -> UpdateSubject {
    let read: UpdateSubject.Installed =
      switch installed {
      case nil: .unreported
      case let text?: SemanticVersion(text).map { .version($0) } ?? .unreadable
      }
    return UpdateSubject(
      device: device, product: product, hardware: hardware, installed: read, channel: channel)
  }

  private static func name(_ text: String) throws -> ContentName {
    try #require(ContentName(rawValue: text))
  }
}
