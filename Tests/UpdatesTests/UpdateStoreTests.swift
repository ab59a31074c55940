import AccountSession
import JSON
import LanyardTesting
import SQLite
import SignedMetadata
import Testing

@testable import Updates

@Suite("The store of releases")
struct UpdateStoreTests {
  private let directory = TemporaryDirectory()
  private let publisher = AccountID(number: 5)

  private func writer() throws -> Writer {
    try Writer(path: directory.file("test.db"), migrations: [UpdateStore.migrations])
  }

  private func insert(_ release: ShelvedRelease, _ writer: Writer) throws {
    try writer.perform { [publisher] in
      try UpdateStore.insert(
        release, envelope: Array("signed \(release.version)".utf8), by: publisher, in: $0)
    }
  }

  @Test("gives back after a restart what was published and how far it may go")
  func restart() throws {
    let release = try ReleaseFixture.release("1.2.0", counter: 4, percent: 12.34)
    let first = try writer()
    try insert(release, first)
    try first.perform {
      let rollout = Rollout(share: try #require(RolloutShare(percent: 50)), isPaused: true)
      try UpdateStore.update(rollout, of: release.product, version: "1.2.0", in: $0)
    }
    first.close()

    let second = try writer()
    let rows = try second.perform { try UpdateStore.releases(in: $0) }
    #expect(rows.count == 1)
    #expect(rows.first?.envelope == Array("signed 1.2.0".utf8))
    #expect(rows.first?.rollout.share.basisPoints == 5_000)
    #expect(rows.first?.rollout.isPaused == true)
    #expect(rows.first?.publishedAt == ReleaseFixture.epoch)
    let counter = try second.perform {
      try UpdateStore.highestCounter(of: release.product, in: $0)
    }
    #expect(counter == 4)
  }

  @Test("knows a version by its name, build metadata or not, and takes it once")
  func once() throws {
    let writer = try writer()
    try insert(try ReleaseFixture.release("1.2.0"), writer)
    #expect(throws: (any Error).self) {
      try insert(try ReleaseFixture.release("1.2.0+build.7"), writer)
    }
    let reader = try Reader(path: directory.file("test.db"), revision: writer.revision)
    #expect(
      try UpdateStore.envelope(of: ReleaseFixture.product, version: "1.2.0", from: reader)
        == Array("signed 1.2.0".utf8))
    #expect(
      try UpdateStore.envelope(of: ReleaseFixture.product, version: "1.2.1", from: reader) == nil)
  }

  @Test("counts a report once, however often it is sent, and each outcome by itself")
  func reports() throws {
    let writer = try writer()
    try insert(try ReleaseFixture.release("1.2.0"), writer)
    let report = { (device: Int64, outcome: UpdateReport.Outcome) in
      UpdateReport(
        device: DeviceID(number: device), version: SemanticVersion(1, 2, 0), outcome: outcome,
        reason: outcome == .failed ? "battery" : nil)
    }
    let keep = { (report: UpdateReport, later: Int64) in
      try writer.perform {
        let kept = try UpdateStore.insert(
          report, product: ReleaseFixture.product,
          at: Timestamp(milliseconds: ReleaseFixture.epoch.milliseconds + later), in: $0)
        return [kept.isNew ? 1 : 0, kept.at.milliseconds - ReleaseFixture.epoch.milliseconds]
      }
    }
    #expect(try keep(report(7, .failed), 1) == [1, 1])
    #expect(try keep(report(7, .installed), 2) == [1, 2])
    #expect(try keep(report(7, .installed), 3) == [0, 2])
    #expect(try keep(report(8, .installed), 4) == [1, 4])
    let reader = try Reader(path: directory.file("test.db"), revision: writer.revision)
    let counts = try UpdateStore.counts(from: reader)
    let name = UpdateStore.Name(product: ReleaseFixture.product, version: "1.2.0")
    #expect(counts == [name: UpdateStore.Counts(installed: 2, failed: 1)])
  }
}
