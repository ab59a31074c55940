import Testing
import Updates

@Suite("A rollout")
struct CohortTests {
  private func reached(_ percent: Double, version: String = "2.0.0") throws -> Set<Int64> {
    let share = try #require(RolloutShare(percent: percent))
    return Set(
      (1...10_000 as ClosedRange<Int64>).filter {
        share.reaches(Cohort(product: "aurora-phone", version: version, device: $0))
      })
  }

  @Test("only adds devices when its share is raised")
  func monotone() throws {
    var before: Set<Int64> = []
    for percent in [0, 0.01, 1, 5, 12.5, 25, 50, 75, 99.99, 100] {
      let now = try reached(percent)
      #expect(before.isSubset(of: now), "\(percent) %")
      before = now
    }
    #expect(before.count == 10_000)
    #expect(try reached(0).isEmpty)
  }

  @Test("reaches a quarter of ten thousand devices at 25 %, within five standard deviations")
  func fair() throws {
    // The deviation of 10,000 draws at 1/4 is the root of 10,000 × 1/4 × 3/4, 43.3.
    #expect(abs(try reached(25).count - 2_500) < 217)
  }

  @Test("starts with other devices for another release")
  func independent() throws {
    let both = try reached(25).intersection(try reached(25, version: "2.0.1"))
    // One in sixteen is expected: 625, with a deviation of 24.2.
    #expect(abs(both.count - 625) < 121)
  }

  @Test("has places that never move: they are part of what a restart must keep")
  func pinned() {
    let places = (1...4).map {
      Cohort(product: "aurora-phone", version: "2.0.0", device: Int64($0)).place
    }
    #expect(places == Self.pinnedPlaces)
  }

  // printf 'lanyard-rollout\0aurora-phone\0%s\0%s' 2.0.0 N | sha256sum: the first 16 digits modulo 10,000.
  private static let pinnedPlaces = [9939, 9437, 534, 7609]

  @Test("takes hundredths of a percent and refuses what it cannot keep")
  func shares() {
    #expect(RolloutShare(percent: 12.34)?.basisPoints == 1_234)
    #expect(RolloutShare(percent: 100)?.basisPoints == 10_000)
    for wrong in [-1, -0.01, 100.01, 12.345, .infinity, .nan] {
      #expect(RolloutShare(percent: wrong) == nil, "\(wrong)")
    }
  }
}
