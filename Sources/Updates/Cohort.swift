import Cryptography

/// Where a device stands in the queue for one release: 0 is first, 9,999 last.
///
/// The place is a digest of the release and the device, so it is the same after a restart and on every loop, differs from one
/// release to the next (nobody is always the guinea pig), and does not move when the share is raised: raising it only adds devices.
package struct Cohort: Hashable, Sendable {
  /// 0...9,999.
  package let place: Int

  package init(product: String, version: String, device: Int64) {
    var seed = Array("lanyard-rollout".utf8)
    for part in [product, version, String(device)] {
      seed.append(0)  // no two triples give the same bytes: none of the parts holds a zero
      seed.append(contentsOf: part.utf8)
    }
    place = Int(Digest.sha256(seed).prefix % UInt64(RolloutShare.whole.basisPoints))
  }
}

/// The share of devices that may take a release, in hundredths of a percent.
package struct RolloutShare: Hashable, Comparable, Sendable {
  /// 0...10,000.
  package let basisPoints: Int

  /// Nil outside 0...10,000.
  package init?(basisPoints: Int) {
    guard (0...10_000).contains(basisPoints) else { return nil }
    self.basisPoints = basisPoints
  }

  /// Nil unless 0...100 with at most two digits after the point: a finer share cannot be kept, and rounding would not be what
  /// was asked for.
  package init?(percent: Double) {
    let scaled = percent * 100
    guard scaled >= 0, scaled <= 10_000, (scaled - scaled.rounded()).magnitude < 1e-6 else {
      return nil
    }
    basisPoints = Int(scaled.rounded())
  }

  private init(checked basisPoints: Int) { self.basisPoints = basisPoints }
  package static let none = RolloutShare(checked: 0)
  package static let whole = RolloutShare(checked: 10_000)

  package static func < (a: Self, b: Self) -> Bool { a.basisPoints < b.basisPoints }
  package func reaches(_ cohort: Cohort) -> Bool { cohort.place < basisPoints }
}
