package import AccountSession

/// What an owner may change about an accessory.
package struct AccessoryChange: Hashable, Sendable {
  let name: String

  /// Reads a body whole, or says what is wrong with it.
  package static func parse(_ bytes: [UInt8]) throws(BodyMistake) -> AccessoryChange {
    let body = try JSONBody(bytes, known: ["name"])
    return AccessoryChange(name: try body.text("name", most: DeviceLimits.name))
  }
}
