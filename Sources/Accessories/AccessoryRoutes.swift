import AccountSession
import HTTP
import JSON
import SQLite

/// `/v1/accessories`, for one loop.
struct AccessoryRoutes {
  let links: LinkDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.route(.get, "/v1/accessories", AccessRule(scope: .sync), handler: list),
      gate.route(.get, "/v1/accessories/nearby", AccessRule(scope: .account), handler: nearby),
      gate.route(
        .patch, "/v1/accessories/{accessory}", AccessRule(scope: .account), bodyLimit: 1_024,
        contentType: "application/json", handler: change),
      gate.route(
        .delete, "/v1/accessories/{accessory}",
        AccessRule(scope: .account, stepUp: "accessory.unlink", audit: "accessory.unlink"),
        handler: unlink),
    ]
  }

  private func list(_ request: Request, _ session: Session) -> Answer {
    let account = session.account
    let (accessories, now) = links.read { ($0.accessories(of: account), $1) }
    let names: [DeviceID: String]
    do {
      names = try links.desk.deviceNames(of: account, from: gate.reader)
    } catch {
      return .now(Problem.unreadable.response)
    }
    let list = accessories.map { accessory in
      // What runs on it is the registry's to say: a phone may have reported it.
      let installed = session.devices.first { $0.id == accessory.device }?.installedVersion
      return accessory.json(named: names[accessory.device], installed: installed, at: now)
    }
    return .now(.json(.ok, JSONValue.object(["accessories": .array(list)]).encoded()))
  }

  private func nearby(_ request: Request, _ session: Session) -> Answer {
    let list = links.read { book, now in book.nearby(at: now) }.map(\.json)
    return .now(.json(.ok, JSONValue.object(["nearby": .array(list)]).encoded()))
  }

  private func change(_ request: Request, _ session: Session) -> Answer {
    let change: AccessoryChange
    do {
      change = try AccessoryChange.parse(request.body)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    guard let device = request.parameter("accessory").flatMap({ DeviceID($0) }) else {
      return .now(Self.noSuchAccessory.response)
    }
    let caller = session.caller
    return .later { [links] completion in
      links.change(device, change, by: caller) { result in
        completion.finish(Self.response(to: result))
      }
    }
  }

  private func unlink(_ request: Request, _ session: Session) -> Answer {
    guard let device = request.parameter("accessory").flatMap({ DeviceID($0) }) else {
      return .now(Self.noSuchAccessory.response)
    }
    let (caller, id) = (session.caller, request.id)
    return .later { [links] completion in
      links.unlink(device, by: caller, request: id) { result in
        completion.finish(Self.response(to: result))
      }
    }
  }

  /// - Parameter result: false when the account has no such accessory.
  private static func response(to result: Result<Bool, Writer.Failure>) -> Response {
    switch result {
    case .success(true): Response(.noContent)
    case .success(false): noSuchAccessory.response
    case .failure(let failure): Problem.unwritten(failure).response
    }
  }

  private static let noSuchAccessory = Problem(
    .notFound, "no-such-accessory", "The account has no such accessory.")
}

extension LinkedAccessory {
  fileprivate func json(
    named name: String?, installed: String?, at now: Timestamp
  ) -> JSONValue {
    var object: JSONObject = [
      "accessory": .string(device.description),
      "kind": .string(profile.kind.rawValue),
      "product": .string(product),
      "name": name.map { .string($0) } ?? .null,
      "address": .string(peer.description),
      "state": .string(isConnected(at: now) ? "connected" : "away"),
      "battery_percent": batteryPercent.map { .integer(Int64($0)) } ?? .null,
      "last_seen_at": lastSeenAt.map { .string($0.description) } ?? .null,
      "installed_version": (installed ?? firmware).map { .string($0) } ?? .null,
      "linked_at": .string(linkedAt.description),
    ]
    // Only linking it anew helps.
    if contact == .spoilt { object["problem"] = .string("bond-lost") }
    return .object(object)
  }
}

extension Sighting {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "address": .string(peer.description),
      "kind": .string(profile.kind.rawValue),
      "model": .string(ProductModels.model(of: profile, facts: facts).title),
      "needs_key": .bool(profile.needsKey),
      "seen_at": .string(seenAt.description),
    ]
    object["name"] = facts.name.map { .string($0) }
    object["signal"] = signal.map { .integer(Int64($0)) }
    return .object(object)
  }
}
