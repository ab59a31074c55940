import JSON

/// What an owner changes about a device.
struct DeviceChange: Hashable, Sendable {
  var name: String?
  var channel: String?
  var installedVersion: String?

  /// The update channels there are.
  static let channels = ["stable", "beta"]

  /// Reads a body whole, or says what is wrong with it.
  static func parse(_ bytes: [UInt8]) throws(BodyMistake) -> DeviceChange {
    let body = try JSONBody(bytes, known: ["name", "channel", "installed_version"])
    let change = DeviceChange(
      name: try body.optionalText("name", most: DeviceLimits.name),
      channel: try body.optionalText("channel", most: 16),
      installedVersion: try body.optionalName("installed_version", most: DeviceLimits.version))
    if let channel = change.channel, !channels.contains(channel) {
      throw body.mistake("channel", "stable or beta")
    }
    guard change != DeviceChange() else {
      throw BodyMistake(nil, "name, channel, installed_version, or several of them")
    }
    return change
  }
}
