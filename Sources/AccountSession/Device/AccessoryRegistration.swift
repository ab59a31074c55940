package struct AccessoryRegistration: Sendable {
  package let account: AccountID
  package let kind: RegisteredDevice.Kind
  package let product: String
  package let hardware: String
  /// What makes the accessory the same one to a second account: its identity address or serial. Unique in the registry.
  package let identity: String
  package let name: String
  package let installedVersion: String?
  package init(
    account: AccountID, kind: RegisteredDevice.Kind, product: String, hardware: String,
    identity: String, name: String, installedVersion: String?
  ) {
    self.account = account
    self.kind = kind
    self.product = product
    self.hardware = hardware
    self.identity = identity
    self.name = name
    self.installedVersion = installedVersion
  }
}

/// The accessory belongs to another account: 409, with no hint whose it is (AL-02).
package struct AccessoryTaken: Error {}
