import AccountSession
import SignedMetadata

extension UpdateReport {
  init(_ bytes: [UInt8]) throws(BodyMistake) {
    let body = try JSONBody(bytes, known: ["device", "version", "outcome", "reason"])
    guard let device = DeviceID(try body.text("device", most: 64)) else {
      throw body.mistake("device", "the id of a device")
    }
    guard let version = SemanticVersion(try body.text("version", most: 64)) else {
      throw body.mistake("version", "a version, as 1.4.0")
    }
    guard let outcome = Outcome(rawValue: try body.text("outcome", most: 64)) else {
      throw body.mistake("outcome", "installed or failed")
    }
    self.init(
      device: device, version: version, outcome: outcome,
      reason: try body.optionalText("reason", most: Self.longestReason))
  }
}

extension UpdateDesk.RolloutChange {
  init(_ bytes: [UInt8]) throws(BodyMistake) {
    let body = try JSONBody(bytes, known: ["rollout_percent", "paused"])
    if let percent = try body.optionalNumber("rollout_percent") {
      guard let share = RolloutShare(percent: percent) else {
        throw body.mistake(
          "rollout_percent", "0 to 100 with at most two digits after the point")
      }
      self.share = share
    }
    isPaused = try body.optionalBool("paused")
    guard self != Self() else { throw BodyMistake(nil, "rollout_percent, paused, or both") }
  }
}
