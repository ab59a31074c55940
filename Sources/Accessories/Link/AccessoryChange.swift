package import AccountSession

/// What an owner may change about an accessory.
package struct AccessoryChange: Hashable, Sendable {
  let name: String?
  /// Of a scale that seals what it says, after it was bound anew.
  let bindKey: [UInt8]?

  /// Reads a body whole, or says what is wrong with it.
  package static func parse(_ bytes: [UInt8]) throws(BodyMistake) -> AccessoryChange {
    let body = try JSONBody(bytes, known: ["name", "bind_key"])
    let change = AccessoryChange(
      name: try body.optionalText("name", most: DeviceLimits.name), bindKey: try body.bindKey())
    guard change.name != nil || change.bindKey != nil else {
      throw BodyMistake(nil, "name, bind_key, or both")
    }
    return change
  }
}
