package import AccountSession
package import Cryptography
package import HTTP
import JSON
package import Publishing
package import SQLite
import SignedMetadata

/// The one place that acts on releases. Shared by all loops.
package final class UpdateDesk: Sendable {
  package static let migrations = UpdateStore.migrations
  /// How long an offer is good for when nothing else is said: long enough to fetch an image over a slow line's first
  /// minutes, short enough that a release called back is not taken much later.
  package static let usualOfferLife: Duration = .seconds(15 * 60)

  let accounts: AccountDesk
  let publishing: PublishingDesk
  let shelf: CurrentShelf
  let offers: OfferBook

  /// Reads the releases from the database, which must have been migrated; waits for it, so never on a loop.
  ///
  /// - Parameter offerKey: the gateway's own; devices know its public half.
  package init(
    accounts: AccountDesk, publishing: PublishingDesk, offerKey: Ed25519.PrivateKey,
    offerLife: Duration = usualOfferLife
  ) throws {
    self.accounts = accounts
    self.publishing = publishing
    offers = OfferBook(key: OfferKey(offerKey), life: offerLife)
    shelf = CurrentShelf(
      ReleaseShelf(
        try accounts.writer.perform { transaction in
          try UpdateStore.releases(in: transaction).map { row in
            ShelvedRelease(
              try ReleaseManifest.reread(row.envelope), publishedAt: row.publishedAt,
              rollout: row.rollout)
          }
        }))
  }

  package func routes(gate: SessionGate) -> [Route] { UpdateRoutes(desk: self, gate: gate).all }

  // MARK: What a device may have

  /// What each device of an account should run, decided from one shelf.
  func answer(
    for session: Session, languages: [LanguageTag], now: Timestamp
  ) -> (answer: UpdateAnswer, generation: UInt64) {
    let shelf = shelf.value
    var until = session.entitlements.nextEnd(after: now)
    let devices = session.devices.map { device -> UpdateAnswer.Device in
      let decision = shelf.decide(UpdateSubject(device)) {
        $0.isMet(by: session.entitlements, at: now)
      }
      var offer: JSONValue?
      if case .available(let release) = decision {
        let signed = offers.offer(of: release.manifest, now: now)
        offer = signed.envelope
        until = min(until ?? signed.refreshAt, signed.refreshAt)
      }
      return UpdateAnswer.Device(
        id: device.id, product: device.product, decision: decision, offer: offer)
    }
    return (
      UpdateAnswer(devices: devices, languages: languages, validUntil: until), shelf.generation
    )
  }

  enum ImageVerdict {
    case served(ShelvedRelease)
    /// No such release, or none of the account's devices is of its kind and channel.
    case notThere
    /// A device could take it, but not now.
    case heldBack
    case rightMissing(EntitlementRequirement)
  }

  /// Whether an account may fetch the image of a release now: one of its devices must be allowed to take it.
  func image(
    of product: String, version: SemanticVersion, devices: [RegisteredDevice],
    rights: EntitlementSet, now: Timestamp
  ) -> ImageVerdict {
    let shelf = shelf.value
    guard let release = shelf.release(of: product, version: version) else { return .notThere }
    var verdict = ImageVerdict.notThere
    for device in devices {
      let refusal = shelf.refusalOfImage(release, for: UpdateSubject(device)) {
        $0.isMet(by: rights, at: now)
      }
      switch refusal {
      case nil: return .served(release)
      case .rightMissing: verdict = .rightMissing(release.entitlement)
      case .paused, .notInRollout:
        if case .notThere = verdict { verdict = .heldBack }
      case .otherHardware, .otherChannel, .notNewer, .counterGoesBack, .installedOutOfRange:
        continue
      }
    }
    return verdict
  }

  /// The release, when one of `devices` is of its kind and channel.
  func release(
    of product: String, version: SemanticVersion, for devices: [RegisteredDevice]
  ) -> ShelvedRelease? {
    let shelf = shelf.value
    guard let release = shelf.release(of: product, version: version) else { return nil }
    return devices.contains { shelf.isMeant(release, for: UpdateSubject($0)) } ? release : nil
  }
}

extension UpdateSubject {
  /// A device as the registry has it. A channel that is not known is the careful one.
  init(_ device: RegisteredDevice) {
    let installed: Installed =
      switch device.installedVersion {
      case nil: .unreported
      case let text?: SemanticVersion(text).map { .version($0) } ?? .unreadable
      }
    self.init(
      device: device.id.number, product: device.product, hardware: device.hardware,
      installed: installed, channel: ReleaseChannel(rawValue: device.channel) ?? .stable)
  }
}
