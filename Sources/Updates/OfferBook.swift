import JSON
import SignedMetadata
import Synchronization

/// The offers in use: each release's is signed once and handed to everybody until half its life is over. Any thread.
final class OfferBook: Sendable {
  struct SignedOffer: Sendable {
    /// The envelope. Written in the same way as it was signed, so sending it does not change a byte.
    let envelope: JSONValue
    /// From here on a fresh one is handed out, so that a phone always has at least half a life to make use of it.
    let refreshAt: Timestamp
  }

  private struct Key: Hashable {
    let product: ContentName
    let version: SemanticVersion
  }

  private let key: OfferKey
  private let life: Duration
  private let offers = Mutex<[Key: SignedOffer]>([:])

  init(key: OfferKey, life: Duration) {
    self.key = key
    self.life = life
  }

  func offer(of release: ReleaseManifest, now: Timestamp) -> SignedOffer {
    let name = Key(product: release.product, version: release.version)
    if let offer = offers.withLock({ $0[name] }), now < offer.refreshAt { return offer }
    let fresh = sign(release, now: now)
    // Two loops may sign at the same moment: both offers are good, the later one is kept.
    offers.withLock { $0[name] = fresh }
    return fresh
  }

  private func sign(_ release: ReleaseManifest, now: Timestamp) -> SignedOffer {
    let bytes = key.sign(Offer(of: release, issued: now, life: life))
    guard let envelope = try? JSONValue.parsed(bytes) else {
      preconditionFailure("an offer that was just written is JSON")
    }
    return SignedOffer(envelope: envelope, refreshAt: now + life / 2)
  }
}
