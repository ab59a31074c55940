import SignedMetadata
import Testing
import Updates

@Suite("An update decision")
struct UpdateDecisionTests {
  private func verdict(
    _ releases: [ShelvedRelease], _ subject: UpdateSubject, holding rights: Set<String> = []
  ) -> String {
    let decision = ReleaseShelf(releases).decide(subject) { requirement in
      switch requirement {
      case .free: true
      case .anyOf(let names): !rights.isDisjoint(with: names)
      }
    }
    return switch decision {
    case .available(let release): release.version.name
    case .upToDate(let withheld): withheld.map { "withheld \($0.version.name)" } ?? "up to date"
    case .unsupported(let reason): reason.rawValue
    }
  }

  private func refusal(_ release: ShelvedRelease, _ subject: UpdateSubject) -> ReleaseRefusal? {
    ReleaseShelf([release]).refusal(of: release, for: subject) { $0 == .free }
  }

  @Test("takes the newest release that nothing stands before")
  func newest() throws {
    let releases = [
      try ReleaseFixture.release("1.2.0", counter: 2),
      try ReleaseFixture.release("1.10.0", counter: 3),
      try ReleaseFixture.release("1.1.0"),
    ]
    #expect(verdict(releases, ReleaseFixture.subject("1.0.0")) == "1.10.0")
  }

  @Test(
    "offers nothing older and nothing equal, build metadata or not",
    arguments: [
      "1.2.0", "1.2.0+other.build", "1.2.1", "2.0.0-beta.1",
    ])
  func rollback(installed: String) throws {
    let release = try ReleaseFixture.release("1.2.0")
    #expect(refusal(release, ReleaseFixture.subject(installed)) == .notNewer)
    #expect(verdict([release], ReleaseFixture.subject(installed)) == "up to date")
  }

  @Test("never offers a newer version with a lower security counter (rollback)")
  func counterRollback() throws {
    let running = try ReleaseFixture.release("1.9.0", counter: 6)
    let newer = try ReleaseFixture.release("2.0.0", counter: 5)
    let shelf = ReleaseShelf([running, newer])
    let subject = ReleaseFixture.subject("1.9.0")
    #expect(shelf.refusal(of: newer, for: subject) { _ in true } == .counterGoesBack)
    #expect(verdict([running, newer], subject) == "up to date")
    #expect(verdict([running, newer], ReleaseFixture.subject("1.8.0")) == "2.0.0")
  }

  @Test("gives stable devices stable releases and beta devices both")
  func channels() throws {
    let stable = try ReleaseFixture.release("1.1.0")
    let beta = try ReleaseFixture.release("1.2.0-beta.1", counter: 2, channel: .beta)
    let follower = try ReleaseFixture.release("1.2.0", counter: 3)
    #expect(verdict([stable, beta], ReleaseFixture.subject("1.0.0")) == "1.1.0")
    #expect(
      verdict([stable, beta], ReleaseFixture.subject("1.0.0", channel: .beta)) == "1.2.0-beta.1")
    #expect(
      verdict([stable, beta, follower], ReleaseFixture.subject("1.2.0-beta.1", channel: .beta))
        == "1.2.0")
    #expect(refusal(beta, ReleaseFixture.subject("1.0.0")) == .otherChannel)
  }

  @Test("keeps to the versions that can take a release in one step, and offers the step between")
  func ranges() throws {
    let from = VersionRange(from: SemanticVersion(1, 5, 0), below: SemanticVersion(2, 0, 0))
    let big = try ReleaseFixture.release("2.0.0", counter: 3, from: from)
    let step = try ReleaseFixture.release("1.5.0", counter: 2)
    #expect(refusal(big, ReleaseFixture.subject("1.4.9")) == .installedOutOfRange)
    #expect(verdict([big, step], ReleaseFixture.subject("1.0.0")) == "1.5.0")
    #expect(verdict([big, step], ReleaseFixture.subject("1.5.0")) == "2.0.0")
  }

  @Test("offers a device that has not said what it runs only what installs over anything")
  func unreported() throws {
    let bounded = try ReleaseFixture.release(
      "2.0.0", counter: 2, from: VersionRange(from: SemanticVersion(1, 0, 0)))
    let open = try ReleaseFixture.release("1.5.0")
    #expect(verdict([bounded, open], ReleaseFixture.subject(nil)) == "1.5.0")
    #expect(refusal(bounded, ReleaseFixture.subject(nil)) == .installedOutOfRange)
  }

  @Test("calls a device unsupported for the reason that applies")
  func unsupported() throws {
    let releases = [try ReleaseFixture.release("1.2.0")]
    #expect(verdict(releases, ReleaseFixture.subject("1.0.0", product: "x")) == "unknown-product")
    #expect(
      verdict(releases, ReleaseFixture.subject("1.0.0", hardware: "rev-z")) == "unknown-hardware")
    #expect(verdict(releases, ReleaseFixture.subject("newest")) == "unreadable-version")
  }

  @Test(
    "gives wrong hardware no release, though other hardware of the product has one (wrong software)"
  )
  func hardware() throws {
    let release = try ReleaseFixture.release("1.2.0", hardware: ["rev-a"])
    let other = try ReleaseFixture.release("1.1.0", hardware: ["rev-b"])
    #expect(
      verdict([release, other], ReleaseFixture.subject("1.0.0", hardware: "rev-b")) == "1.1.0")
    #expect(refusal(release, ReleaseFixture.subject("1.0.0", hardware: "rev-b")) == .otherHardware)
  }

  @Test("passes over a paused release, and over one that the rollout has not reached")
  func heldBack() throws {
    let paused = try ReleaseFixture.release("1.3.0", counter: 3, isPaused: true)
    let zero = try ReleaseFixture.release("1.2.0", counter: 2, percent: 0)
    let older = try ReleaseFixture.release("1.1.0")
    #expect(verdict([paused, zero, older], ReleaseFixture.subject("1.0.0")) == "1.1.0")
    #expect(refusal(paused, ReleaseFixture.subject("1.0.0")) == .paused)
    #expect(refusal(zero, ReleaseFixture.subject("1.0.0")) == .notInRollout)
  }

  @Test("tells of a release that only a missing right stands before, and offers the older free one")
  func entitlement() throws {
    let gated = try ReleaseFixture.release(
      "2.0.0", counter: 2, entitlement: .anyOf(["item:studio", "plan:plus"]))
    let free = try ReleaseFixture.release("1.1.0")
    #expect(verdict([gated, free], ReleaseFixture.subject("1.0.0")) == "1.1.0")
    #expect(verdict([gated], ReleaseFixture.subject("1.0.0")) == "withheld 2.0.0")
    #expect(verdict([gated], ReleaseFixture.subject("1.0.0"), holding: ["plan:plus"]) == "2.0.0")
    let hidden = try ReleaseFixture.release(
      "2.0.0", entitlement: .anyOf(["item:studio"]), isPaused: true)
    #expect(verdict([hidden], ReleaseFixture.subject("1.0.0")) == "up to date")
  }

  @Test("lets a device fetch again the image it already runs, but no image that is not for it")
  func images() throws {
    let release = try ReleaseFixture.release("1.2.0")
    let shelf = ReleaseShelf([release])
    #expect(
      shelf.refusalOfImage(release, for: ReleaseFixture.subject("1.2.0")) { _ in true } == nil)
    #expect(
      shelf.refusalOfImage(release, for: ReleaseFixture.subject("1.2.0", hardware: "rev-b")) { _ in
        true
      } == .otherHardware)
    #expect(
      shelf.refusalOfImage(release, for: ReleaseFixture.subject("1.2.0")) { _ in false }
        == .rightMissing)
  }
}
