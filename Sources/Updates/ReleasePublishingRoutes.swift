import AccountSession
import HTTP
import JSON
import Publishing
import SQLite
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
    return desk.publishing.delivery(of: request.body, as: ReleaseManifest.self) {
      [desk] verified, completion in
      desk.publish(verified, by: caller, requestID: id) { result in
        switch result {
        case .success(let release):
          completion.finish(.json(.created, Self.json(release, counts: nil).encoded()))
        case .failure(let failure): completion.finish(Self.problem(for: failure).response)
        }
      }
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
      return .now(
        Problem(.internalServerError, "storage-error", "The storage did not answer.").response)
    }
  }

  private func change(_ request: Request, _ session: Session) -> Answer {
    guard let (product, version) = UpdateRoutes.release(request) else {
      return .now(UpdateRoutes.noSuchRelease)
    }
    let change: UpdateDesk.RolloutChange
    switch UpdateDesk.RolloutChange.parse(request.body) {
    case .failure(let mistake): return .now(Self.problem(for: mistake).response)
    case .success(let read): change = read
    }
    let (caller, id) = (session.caller, request.id)
    return .later { [desk] completion in
      desk.change(product, version, to: change, by: caller, requestID: id) { result in
        switch result {
        case .success(let release):
          completion.finish(.json(.ok, Self.json(release, counts: nil).encoded()))
        case .failure(let failure): completion.finish(Self.problem(for: failure).response)
        }
      }
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

  static func problem(for mistake: BodyMistake) -> Problem {
    var problem = Problem(
      .unprocessableContent, mistake.isUnknown ? "unknown-member" : "bad-body",
      mistake.isUnknown
        ? "The body has a member that is not known." : "The body is not understood.",
      detail: "\(mistake.member ?? "The body"): \(mistake.rule).")
    if let member = mistake.member {
      problem.members = [("member", JSONValue.string(member).encoded())]
    }
    return problem
  }

  static func problem(for failure: Writer.Failure) -> Problem {
    guard case .refused(let refusal as ReleaseChangeRefusal) = failure else {
      return .refusing(failure)
    }
    return switch refusal {
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
