package import Cryptography
package import JSON

/// The gateway's own key for offers. It can say "take this release now", and nothing else: what a release is, it cannot sign.
package struct OfferKey: Sendable {
  private let key: Ed25519.PrivateKey

  package init(_ key: Ed25519.PrivateKey) { self.key = key }

  package var contentKey: ContentKey { ContentKey(key.publicKey) }

  /// The envelope, to be sent as it is. Costs an Ed25519 signature: once per decision, not once per request.
  package func sign(_ offer: Offer) -> [UInt8] { SignedEnvelope.sign(offer, with: [key]) }
}

/// Why a device does not follow an offer.
package enum OfferRefusal: Error, Hashable, Sendable {
  case malformed(Mistakes)
  /// Not signed by the gateway's offer key.
  case untrusted
  case mistaken(Mistakes)
  /// Kept back too long, or played again.
  case expired
  /// Issued after now, by more than the tolerance.
  case fromTheFuture
  /// Not the release that the content team signed.
  case contradictsRelease
}

extension Offer {
  /// How far the gateway's clock may be ahead of the device's.
  package static let clockTolerance: Duration = .seconds(300)

  /// What a device checks: the offer is the gateway's, is of now, and agrees with the release that the content team signed.
  package static func verify(
    _ bytes: [UInt8], key: ContentKey, release: Verified<ReleaseManifest>?, now: Timestamp
  ) -> Result<Verified<Offer>, OfferRefusal> {
    switch SignedEnvelope.parse(bytes) {
    case .failure(let mistakes): return .failure(.malformed(mistakes))
    case .success(let envelope):
      let signers = envelope.signers(among: RoleTrust(keys: [key]))
      guard !signers.isEmpty else { return .failure(.untrusted) }
      return Offer.parse(envelope.signed)
        .mapError { .mistaken($0) }
        .flatMap { offer in
          if let refusal = offer.refusal(release: release?.document, now: now) {
            return .failure(refusal)
          }
          return .success(Verified(document: offer, bytes: bytes, signers: signers))
        }
    }
  }

  private func refusal(release: ReleaseManifest?, now: Timestamp) -> OfferRefusal? {
    if expires <= now { return .expired }
    if now + Self.clockTolerance < issued { return .fromTheFuture }
    guard let release else { return nil }
    let agrees =
      product == release.product && version == release.version && counter == release.counter
      && image == release.image && hardware == release.release.hardware
    return agrees ? nil : .contradictsRelease
  }
}
