package import JSON

/// What a phone says of itself when it signs in. Nothing of it is proven: a product is a claim, an identity is a name.
package struct PhoneRegistration: Hashable, Sendable {
  package let product: String
  package let hardware: String
  /// Made by the phone, the same for each of its sign-ins; unique within its account only, so that nobody can claim
  /// another's phone by naming it.
  package let identity: String
  package let name: String
  package let installedVersion: String?

  package init(
    product: String, hardware: String, identity: String, name: String, installedVersion: String?
  ) {
    self.product = product
    self.hardware = hardware
    self.identity = identity
    self.name = name
    self.installedVersion = installedVersion
  }

  /// Reads the member `device` of a sign-in, whole or not at all.
  package static func parse(_ value: JSONValue) throws(BodyMistake) -> PhoneRegistration {
    let body = try JSONBody(
      value, at: "device",
      known: ["product", "hardware", "identity", "name", "installed_version"])
    return PhoneRegistration(
      product: try body.name("product", most: DeviceLimits.product),
      hardware: try body.name("hardware", most: DeviceLimits.hardware),
      identity: try body.text("identity", most: DeviceLimits.identity),
      name: try body.text("name", most: DeviceLimits.name),
      installedVersion: try body.optionalName("installed_version", most: DeviceLimits.version))
  }
}
