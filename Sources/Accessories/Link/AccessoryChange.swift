package import AccountSession

/// What an owner may change about an accessory.
package struct AccessoryChange: Hashable, Sendable {
  let name: String?
  /// Of what has one, after it was bound anew.
  let key: OwnerKey?

  /// Reads a body whole, or says what is wrong with it.
  package static func parse(_ bytes: [UInt8]) throws(BodyMistake) -> AccessoryChange {
    let body = try JSONBody(bytes, known: ["name", "key"])
    let change = AccessoryChange(
      name: try body.optionalText("name", most: DeviceLimits.name),
      key: try OwnerKey.parse(in: body))
    guard change.name != nil || change.key != nil else {
      throw BodyMistake(nil, "name, key, or both")
    }
    return change
  }
}
