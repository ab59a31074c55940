import AccountSession
import Cryptography
import HTTP
import JSON
import Publishing
import SignedMetadata

/// `/v1/updates` and `/v1/releases`, made once for each loop, with that loop's gate.
struct UpdateRoutes {
  let desk: UpdateDesk
  let gate: SessionGate

  var all: [Route] {
    let rule = AccessRule(scope: .sync)
    return [
      gate.route(.get, "/v1/updates", rule, handler: updates),
      gate.route(
        .post, "/v1/updates/reports", rule, bodyLimit: 4_096, contentType: "application/json",
        handler: report),
      gate.route(.get, "/v1/releases/{product}/{version}/manifest", rule, handler: manifest),
      gate.route(.get, "/v1/releases/{product}/{version}/image", rule, handler: image),
    ] + ReleasePublishingRoutes(desk: desk, gate: gate).all
  }

  private func updates(_ request: Request, _ session: Session) -> Answer {
    let now = gate.now
    if let kept = session.keptForUpdates as? KeptAnswer,
      kept.holds(generation: desk.shelf.generation, for: request, now: now)
    {
      return .prepared(kept.response)
    }
    let languages = ReaderLanguages.parse(
      request.header("accept-language"), chosen: session.language)
    let (answer, generation) = desk.answer(for: session, languages: languages, now: now)
    let response = answer.prepared()
    session.keptForUpdates = KeptAnswer(
      response: response, generation: generation, validUntil: answer.validUntil,
      languageField: KeptAnswer.languageField(of: request))
    return .prepared(response)
  }

  private func manifest(_ request: Request, _ session: Session) -> Answer {
    guard let (product, version) = Self.release(request),
      let release = desk.release(of: product, version: version, for: session.devices)
    else { return .now(Self.noSuchRelease) }
    do {
      let bytes = try UpdateStore.envelope(
        of: product, version: release.version.name, from: gate.reader)
      guard let bytes else { return .now(Self.noSuchRelease) }
      return .now(.signedDocument(bytes, digest: Digest.sha256(bytes)))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func image(_ request: Request, _ session: Session) -> Answer {
    guard let (product, version) = Self.release(request) else { return .now(Self.noSuchRelease) }
    let verdict = desk.image(
      of: product, version: version, devices: session.devices, rights: session.entitlements,
      now: gate.now)
    switch verdict {
    case .notThere: return .now(Self.noSuchRelease)
    case .heldBack: return .now(Self.heldBack)
    case .rightMissing(let requirement):
      return .now(Problem.lacking(requirement, for: "release").response)
    case .served(let release):
      return desk.publishing.file(
        release.manifest.image.sha256, as: "application/octet-stream",
        under: gate.authority(of: session) { [desk, gate] in
          let verdict = desk.image(
            of: product, version: version, devices: $0.devices, rights: $0.entitlements,
            now: gate.now)
          return if case .served = verdict { true } else { false }
        })
    }
  }

  private func report(_ request: Request, _ session: Session) -> Answer {
    let report: UpdateReport
    do {
      report = try UpdateReport(request.body)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    guard let device = session.devices.first(where: { $0.id == report.device }) else {
      return .now(Self.noSuchDevice)
    }
    let (account, product) = (session.account, device.product)
    return desk.accounts.later(as: session.caller) { [desk] transaction in
      try desk.keep(report, product: product, of: account, in: transaction)
    } answer: {
      .json(.created, Self.json($0).encoded())
    }
  }

  static func release(_ request: Request) -> (product: String, version: SemanticVersion)? {
    guard let product = request.parameter("product"),
      let version = request.parameter("version").flatMap(SemanticVersion.init)
    else { return nil }
    return (product, version)
  }

  // MARK: Words

  private static func json(_ kept: UpdateDesk.KeptReport) -> JSONValue {
    .members([
      ("device", .string(kept.report.device.description)),
      ("product", .string(kept.product)),
      ("version", .string(kept.report.version.name)),
      ("outcome", .string(kept.report.outcome.rawValue)),
      ("reported_at", .string(kept.at.description)),
    ])
  }

  static let noSuchRelease = Problem(
    .notFound, "no-such-release", "There is no such release for a device of this account."
  ).response
  private static let noSuchDevice = Problem(
    .notFound, "no-such-device", "The account has no such device."
  ).response
  private static let heldBack = Problem(
    .forbidden, "release-held-back", "The release is not given to this device now.",
    detail: "It was paused, or is given out step by step: ask /v1/updates again later."
  ).response
}
