/// A phone or accessory of an account, as the registry says.
package struct RegisteredDevice: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case phone, band, scale }
  package let id: DeviceID
  package let kind: Kind
  /// The product whose releases it takes, as `aurora-phone`.
  package let product: String
  /// The hardware id, matched against a release's list.
  package let hardware: String
  /// What the device last reported to run; nil until it did. Unverified.
  package let installedVersion: String?
  /// The update channel chosen for it: `stable` unless the owner chose another.
  package let channel: String
  package init(
    id: DeviceID, kind: Kind, product: String, hardware: String, installedVersion: String?,
    channel: String
  ) {
    self.id = id
    self.kind = kind
    self.product = product
    self.hardware = hardware
    self.installedVersion = installedVersion
    self.channel = channel
  }
}
