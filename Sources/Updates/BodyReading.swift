import AccountSession
import JSON
import SignedMetadata

/// What is wrong with the body of a request, for a person.
struct BodyMistake: Error, Hashable {
  /// The member, or nil for the body as a whole.
  let member: String?
  let isUnknown: Bool
  let rule: String

  init(_ member: String?, _ rule: String, isUnknown: Bool = false) {
    self.member = member
    self.rule = rule
    self.isUnknown = isUnknown
  }
}

/// The members of a body that is one JSON object, none of them unknown.
private func members(
  of body: [UInt8], known: [String]
) throws(BodyMistake) -> JSONObject {
  guard case .object(let object)? = try? JSONValue.parsed(body) else {
    throw BodyMistake(nil, "one JSON object")
  }
  if let unknown = object.members.first(where: { !known.contains($0.name) }) {
    throw BodyMistake(
      unknown.name, "known are \(known.joined(separator: ", "))", isUnknown: true)
  }
  return object
}

extension UpdateReport {
  /// Reads a body whole, or says what is wrong with it.
  static func parse(_ body: [UInt8]) -> Result<UpdateReport, BodyMistake> {
    Result { () throws(BodyMistake) in
      let object = try members(of: body, known: ["device", "version", "outcome", "reason"])
      guard case .string(let text)? = object["device"], let device = DeviceID(text) else {
        throw BodyMistake("device", "the id of a device")
      }
      guard case .string(let text)? = object["version"], let version = SemanticVersion(text) else {
        throw BodyMistake("version", "a version, as 1.4.0")
      }
      guard case .string(let text)? = object["outcome"], let outcome = Outcome(rawValue: text)
      else {
        throw BodyMistake("outcome", "installed or failed")
      }
      var reason: String?
      switch object["reason"] {
      case nil, .null: break
      case .string(let text) where text.utf8.count <= longestReason: reason = text
      default: throw BodyMistake("reason", "text of at most \(longestReason) bytes")
      }
      return UpdateReport(device: device, version: version, outcome: outcome, reason: reason)
    }
  }
}

extension UpdateDesk.RolloutChange {
  /// Reads a body whole, or says what is wrong with it.
  static func parse(_ body: [UInt8]) -> Result<Self, BodyMistake> {
    Result { () throws(BodyMistake) in
      let object = try members(of: body, known: ["rollout_percent", "paused"])
      var change = Self()
      let percent: Double?
      switch object["rollout_percent"] {
      case nil: percent = nil
      case .integer(let number): percent = Double(number)
      case .number(let number): percent = number
      default: percent = -1
      }
      if let percent {
        guard let share = RolloutShare(percent: percent) else {
          throw BodyMistake("rollout_percent", "0 to 100 with at most two digits after the point")
        }
        change.share = share
      }
      switch object["paused"] {
      case nil: break
      case .bool(let paused): change.isPaused = paused
      default: throw BodyMistake("paused", "true or false")
      }
      guard change != Self() else { throw BodyMistake(nil, "rollout_percent, paused, or both") }
      return change
    }
  }
}
