import HTTP
import JSON

/// `/v1/devices`: the owner's registry. Accessories come into it and leave it by their links.
struct DeviceRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.route(.get, "/v1/devices", AccessRule(scope: .sync), handler: list),
      gate.route(
        .patch, "/v1/devices/{device}", AccessRule(scope: .account), bodyLimit: 1_024,
        contentType: "application/json", handler: change),
      gate.route(
        .delete, "/v1/devices/{device}",
        AccessRule(scope: .account, stepUp: "device.remove", audit: "device.removed"),
        handler: remove),
    ]
  }

  private func list(_ request: Request, _ session: Session) -> Answer {
    do {
      let rows = try DeviceStore.rows(of: session.account, from: gate.reader)
      let list = JSONValue.object(["devices": .array(rows.map(\.json))])
      return .now(.json(.ok, list.encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func change(_ request: Request, _ session: Session) -> Answer {
    guard let id = request.parameter("device").flatMap({ DeviceID($0) }) else {
      return .now(Self.noSuchDevice.response)
    }
    let change: DeviceChange
    do {
      change = try DeviceChange.parse(request.body)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (devices, account) = (desk.devices, session.account)
    return desk.later(as: session.caller) { transaction in
      guard let changed = try devices.change(id, of: account, change, in: transaction) else {
        throw Refusal(Self.noSuchDevice)
      }
      return changed
    } answer: {
      .json(.ok, $0.json.encoded())
    }
  }

  private func remove(_ request: Request, _ session: Session) -> Answer {
    guard let id = request.parameter("device").flatMap({ DeviceID($0) }) else {
      return .now(Self.noSuchDevice.response)
    }
    let (devices, clock, account) = (desk.devices, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      guard let row = try DeviceStore.row(of: id, of: account, in: transaction) else {
        throw Refusal(Self.noSuchDevice)
      }
      guard row.device.kind == .phone else { throw Refusal(Self.isAccessory(id)) }
      guard try PhoneLockStore.row(of: id, of: account, in: transaction) == nil else {
        throw Refusal(Self.isLocked(id))
      }
      try devices.remove(row, of: account, now: clock.now, in: transaction)
    } answer: {
      Response(.noContent)
    }
  }

  // MARK: Words

  private static let noSuchDevice = Problem(
    .notFound, "no-such-device", "The account has no such device.")

  /// A lock must not be left behind that nobody can open (LK-11).
  private static func isLocked(_ id: DeviceID) -> Problem {
    Problem(
      .conflict, "phone-is-locked", "A phone that is locked to the account is released first.",
      detail:
        "POST /v1/devices/\(id)/release. Its sessions end by DELETE /v1/sessions/{session}.")
  }

  /// The radio has to hear of it too, and only unlinking tells it.
  private static func isAccessory(_ id: DeviceID) -> Problem {
    Problem(
      .conflict, "device-is-linked", "An accessory is removed by unlinking it.",
      detail: "DELETE /v1/accessories/\(id)")
  }
}

extension DeviceStore.Row {
  fileprivate var json: JSONValue {
    .object([
      "device": .string(device.id.description),
      "kind": .string(device.kind.rawValue),
      "product": .string(device.product),
      "hardware": .string(device.hardware),
      "name": .string(name),
      "channel": .string(device.channel),
      "installed_version": device.installedVersion.map { .string($0) } ?? .null,
      "added_at": .string(addedAt.description),
    ])
  }
}
