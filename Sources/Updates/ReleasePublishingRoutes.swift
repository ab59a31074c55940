import AccountSession
import HTTP
import JSON
import Publishing
import SignedMetadata

/// `/v1/publish/releases`, for the content team.
struct ReleasePublishingRoutes {
  let desk: UpdateDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.route(
        .post, "/v1/publish/releases",
        AccessRule(scope: .publish, roles: .publisher, audit: "release.publish"),
        bodyLimit: ContentLimits.documentBytes, contentType: "application/json", handler: publish),
      gate.route(
        .get, "/v1/publish/releases", AccessRule(scope: .publish, roles: .publisher), handler: live
      ),
      gate.route(
        .patch, "/v1/publish/releases/{product}/{version}",
        AccessRule(scope: .publish, roles: .publisher, audit: "release.rollout"),
        bodyLimit: 1_024, contentType: "application/json", handler: change),
    ]
  }

  private func publish(_ request: Request, _ session: Session) -> Answer {
    let (caller, id) = (session.caller, request.id)
    return desk.publishing.delivery(of: request.body, as: ReleaseManifest.self, by: caller) {
      [desk] in
      try desk.publish($0, by: caller, requestID: id, in: $1)
    } answer: {
      .json(.created, Self.json($0, counts: nil).encoded())
    }
  }

  private func live(_ request: Request, _ session: Session) -> Answer {
    do {
      let counts = try UpdateStore.counts(from: gate.reader)
      let releases = desk.shelf.value.all.map { release in
        Self.json(
          release,
          counts: counts[.init(product: release.product, version: release.version.name)]
            ?? .init())
      }
      return .now(.json(.ok, JSONValue.members([("releases", .array(releases))]).encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func change(_ request: Request, _ session: Session) -> Answer {
    guard let (product, version) = UpdateRoutes.release(request) else {
      return .now(UpdateRoutes.noSuchRelease)
    }
    let change: UpdateDesk.RolloutChange
    do {
      change = try UpdateDesk.RolloutChange(request.body)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (caller, id) = (session.caller, request.id)
    return desk.accounts.later(as: caller) { [desk] transaction in
      try desk.change(
        product, version, to: change, by: caller, requestID: id, in: transaction)
    } answer: {
      .json(.ok, Self.json($0, counts: nil).encoded())
    }
  }

  private static func json(_ release: ShelvedRelease, counts: UpdateStore.Counts?) -> JSONValue {
    let share = release.rollout.share.basisPoints
    return .members([
      ("id", .string(release.product)),
      ("product", .string(release.product)),
      ("version", .string(release.version.description)),
      ("channel", .string(release.manifest.release.channel.rawValue)),
      ("counter", .integer(release.manifest.counter)),
      ("hardware", .array(release.manifest.release.hardware.map { .string($0.rawValue) })),
      (
        "rollout_percent",
        share % 100 == 0 ? .integer(Int64(share / 100)) : .number(Double(share) / 100)
      ),
      ("paused", .bool(release.rollout.isPaused)),
      ("published_at", .string(release.publishedAt.description)),
      ("installed", counts.map { .integer($0.installed) }),
      ("failed", counts.map { .integer($0.failed) }),
    ])
  }
}

extension ReleaseChangeRefusal: ProblemError {
  package var problem: Problem {
    switch self {
    case .versionExists:
      Problem(
        .conflict, "version-exists", "This version of the product was published before.",
        detail: "Raise the version and the counter, and sign again.")
    case .counterNotHigher(let highest):
      Problem(
        .conflict, "counter-not-higher", "An earlier release has this counter or a higher one.",
        detail: "The highest is \(highest): devices would refuse the release. Sign a higher one.")
    case .noSuchRelease:
      Problem(.notFound, "no-such-release", "There is no such release.")
    }
  }
}
