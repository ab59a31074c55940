package import SignedMetadata

/// Which release a device should run next.
package enum UpdateDecision: Sendable {
  case available(ShelvedRelease)
  /// Nothing newer is meant for it now. `withheld` is the newest release that only a missing right stands before, so that its
  /// owner can be told; whatever else stands before one (a pause, a rollout) is the content team's business.
  case upToDate(withheld: ShelvedRelease?)
  case unsupported(Unsupported)

  package enum Unsupported: String, CaseIterable, Hashable, Sendable {
    /// Nothing was ever released for the product.
    case unknownProduct = "unknown-product"
    /// The product's releases name other hardware.
    case unknownHardware = "unknown-hardware"
    /// What the device says it runs is no version, so nothing can be called newer.
    case unreadableVersion = "unreadable-version"
  }
}

/// Why a device may not take a release; the first that applies, in this order.
package enum ReleaseRefusal: Hashable, Sendable, CaseIterable {
  case otherHardware
  case otherChannel
  case notNewer
  /// The version is newer but its security counter is lower than that of the release installed: a way back in disguise.
  case counterGoesBack
  /// What is installed lies outside the versions the release can be installed over.
  case installedOutOfRange
  case paused
  case notInRollout
  case rightMissing
}

/// A device as the decision sees it: facts only, no account.
package struct UpdateSubject: Hashable, Sendable {
  package let device: Int64
  package let product: String
  package let hardware: String
  package let installed: Installed
  package let channel: ReleaseChannel

  package enum Installed: Hashable, Sendable {
    /// It has not said. A release may be offered that installs over anything; the device itself refuses to go back.
    case unreported
    case unreadable
    case version(SemanticVersion)
  }

  package init(
    device: Int64, product: String, hardware: String, installed: Installed, channel: ReleaseChannel
  ) {
    self.device = device
    self.product = product
    self.hardware = hardware
    self.installed = installed
    self.channel = channel
  }
}

extension ReleaseShelf {
  /// - Parameter holds: whether the account holds the right a requirement asks for, at the moment of the decision.
  package func decide(
    _ subject: UpdateSubject, holds: (EntitlementRequirement) -> Bool
  ) -> UpdateDecision {
    guard let releases = releases(of: subject.product) else { return .unsupported(.unknownProduct) }
    guard releases.contains(where: { $0.runs(on: subject.hardware) }) else {
      return .unsupported(.unknownHardware)
    }
    if subject.installed == .unreadable { return .unsupported(.unreadableVersion) }
    var withheld: ShelvedRelease?
    for release in releases {
      switch refusal(of: release, for: subject, holds: holds) {
      case nil: return .available(release)
      case .rightMissing: withheld = withheld ?? release
      case .otherHardware, .otherChannel, .notNewer, .counterGoesBack, .installedOutOfRange,
        .paused, .notInRollout:
        continue
      }
    }
    return .upToDate(withheld: withheld)
  }

  /// Why `subject` may not take `release` now; nil when it may.
  package func refusal(
    of release: ShelvedRelease, for subject: UpdateSubject,
    holds: (EntitlementRequirement) -> Bool
  ) -> ReleaseRefusal? {
    refusalOfKind(release, subject) ?? refusalOfOrder(release, subject)
      ?? refusalOfMoment(release, subject, holds)
  }

  /// Why `subject` may not fetch `release`'s image; nil when it may. What is installed does not count: a device may fetch
  /// again what it runs already, and a report of success must not end a download that another part of the phone still makes.
  package func refusalOfImage(
    _ release: ShelvedRelease, for subject: UpdateSubject,
    holds: (EntitlementRequirement) -> Bool
  ) -> ReleaseRefusal? {
    refusalOfKind(release, subject) ?? refusalOfMoment(release, subject, holds)
  }

  /// Whether `release` is for devices of this kind and channel at all, whatever holds it back now.
  package func isMeant(_ release: ShelvedRelease, for subject: UpdateSubject) -> Bool {
    refusalOfKind(release, subject) == nil
  }

  private func refusalOfKind(
    _ release: ShelvedRelease, _ subject: UpdateSubject
  ) -> ReleaseRefusal? {
    guard release.product == subject.product, release.runs(on: subject.hardware) else {
      return .otherHardware
    }
    return subject.channel.sees(release.manifest.release.channel) ? nil : .otherChannel
  }

  private func refusalOfOrder(
    _ release: ShelvedRelease, _ subject: UpdateSubject
  ) -> ReleaseRefusal? {
    let range = release.manifest.release.from
    switch subject.installed {
    case .unreported: return range == nil ? nil : .installedOutOfRange
    case .unreadable: return .installedOutOfRange
    case .version(let installed):
      guard installed < release.version else { return .notNewer }
      if let running = self.release(of: release.product, version: installed),
        release.manifest.counter < running.manifest.counter
      {
        return .counterGoesBack
      }
      return range?.contains(installed) ?? true ? nil : .installedOutOfRange
    }
  }

  private func refusalOfMoment(
    _ release: ShelvedRelease, _ subject: UpdateSubject, _ holds: (EntitlementRequirement) -> Bool
  ) -> ReleaseRefusal? {
    if release.rollout.isPaused { return .paused }
    let cohort = Cohort(
      product: release.product, version: release.version.name, device: subject.device)
    guard release.rollout.share.reaches(cohort) else { return .notInRollout }
    return holds(release.entitlement) ? nil : .rightMissing
  }
}
