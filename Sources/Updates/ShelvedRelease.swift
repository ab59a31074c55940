package import JSON
package import SignedMetadata

/// A published release as decisions see it: what its signed manifest says, and how far the content team lets it go.
package struct ShelvedRelease: Sendable {
  package let manifest: ReleaseManifest
  package let publishedAt: Timestamp
  /// The only thing about a release that changes after it was published; the gateway keeps it, the team's keys never signed it.
  package var rollout: Rollout

  package init(_ manifest: ReleaseManifest, publishedAt: Timestamp, rollout: Rollout) {
    self.manifest = manifest
    self.publishedAt = publishedAt
    self.rollout = rollout
  }

  package var product: String { manifest.product.rawValue }
  package var version: SemanticVersion { manifest.version }
  package var entitlement: EntitlementRequirement { manifest.release.entitlement }

  package func runs(on hardware: String) -> Bool {
    manifest.release.hardware.contains { $0.rawValue == hardware }
  }
}

/// How far a release may go.
package struct Rollout: Hashable, Sendable {
  package var share: RolloutShare
  package var isPaused: Bool
  package init(share: RolloutShare, isPaused: Bool = false) {
    self.share = share
    self.isPaused = isPaused
  }
}

extension ReleaseChannel {
  /// Beta sees both: whoever tries the new must get the mended stable that follows it.
  package func sees(_ release: ReleaseChannel) -> Bool { self == .beta || release == .stable }
}
