import AccountSession
import JSON
import SQLite
import SignedMetadata

/// Why a well-signed release, a change of one, or a report is not taken.
enum ReleaseChangeRefusal: Error, Hashable {
  /// Whoever came first: a version is published once, even with the same bytes.
  case versionExists
  /// The security counter must be higher than that of every earlier release of the product.
  case counterNotHigher(highest: Int64)
  case noSuchRelease
}

extension UpdateDesk {
  /// Takes the release and tells everybody, all in one transaction. The shelf is swapped after the commit and before anyone is
  /// answered.
  ///
  /// - Throws: `ReleaseChangeRefusal`.
  func publish(
    _ verified: Verified<ReleaseManifest>, by caller: Caller, requestID: UInt64,
    in transaction: Transaction
  ) throws -> ShelvedRelease {
    let manifest = verified.document
    let product = manifest.product.rawValue
    if try UpdateStore.isPublished(product, version: manifest.version.name, in: transaction) {
      throw ReleaseChangeRefusal.versionExists
    }
    if let highest = try UpdateStore.highestCounter(of: product, in: transaction),
      manifest.counter <= highest
    {
      throw ReleaseChangeRefusal.counterNotHigher(highest: highest)
    }
    let release = ShelvedRelease(
      manifest, publishedAt: accounts.clock.now,
      rollout: Rollout(
        share: RolloutShare(percent: Double(manifest.release.rolloutPercent)) ?? .none))
    try UpdateStore.insert(release, envelope: verified.bytes, by: caller.account, in: transaction)
    try tell(
      of: release, action: "release.publish", note: nil, by: caller, requestID: requestID,
      in: transaction)
    return release
  }

  /// What of a rollout is to change; nil leaves it as it is.
  struct RolloutChange: Hashable, Sendable {
    var share: RolloutShare?
    var isPaused: Bool?
  }

  /// Likewise.
  func change(
    _ product: String, _ version: SemanticVersion, to change: RolloutChange, by caller: Caller,
    requestID: UInt64, in transaction: Transaction
  ) throws -> ShelvedRelease {
    // The rollout comes from the database, what never changes from the shelf: another change may be in the same commit.
    guard
      var rollout = try UpdateStore.rollout(of: product, version: version.name, in: transaction),
      var release = shelf.value.release(of: product, version: version)
    else { throw ReleaseChangeRefusal.noSuchRelease }
    rollout.share = change.share ?? rollout.share
    rollout.isPaused = change.isPaused ?? rollout.isPaused
    release.rollout = rollout
    try UpdateStore.update(rollout, of: product, version: version.name, in: transaction)
    let hundredths = rollout.share.basisPoints
    try tell(
      of: release, action: "release.rollout",
      note: "\(hundredths) basis points\(rollout.isPaused ? ", paused" : "")", by: caller,
      requestID: requestID, in: transaction)
    return release
  }

  /// What every change of a release does besides: the audit log, a notice to all that names the product and nothing that one must
  /// be entitled to, and the next shelf.
  private func tell(
    of release: ShelvedRelease, action: String, note: String?, by caller: Caller,
    requestID: UInt64, in transaction: Transaction
  ) throws {
    let name = "\(release.product) \(release.version.name)"
    try accounts.audit(
      AuditRecord(
        actor: caller.account, subject: nil, action: action, result: .done,
        note: note.map { "\(name): \($0)" } ?? name, requestID: requestID),
      in: transaction)
    try accounts.notify(
      nil, kind: "release.changed",
      json: JSONValue.members([("product", .string(release.product))]).encoded(), in: transaction)
    transaction.afterCommit { [self] in
      shelf.swap { $0.placing(release) }
    }
  }

  /// A report as it was kept.
  struct KeptReport: Sendable {
    let report: UpdateReport
    let product: String
    /// When the device said it first.
    let at: Timestamp
  }

  /// Keeps what a device of the account says. The same report again is answered as the first time, and moves nothing: an old
  /// one that arrives late must not take the registry back.
  ///
  /// - Throws: `ReleaseChangeRefusal`.
  func keep(
    _ report: UpdateReport, product: String, of account: AccountID, in transaction: Transaction
  ) throws -> KeptReport {
    let version = report.version.name
    guard try UpdateStore.isPublished(product, version: version, in: transaction) else {
      throw ReleaseChangeRefusal.noSuchRelease
    }
    let kept = try UpdateStore.insert(
      report, product: product, at: accounts.clock.now, in: transaction)
    if kept.isNew, report.outcome == .installed {
      try accounts.recordInstalled(version, on: report.device, of: account, in: transaction)
    }
    return KeptReport(report: report, product: product, at: kept.at)
  }
}
