/// What a controller is and how it is set. BlueZ, doc/mgmt-api.txt, "Read Controller Information Command".
package struct ControllerFacts: Hashable, Sendable {
  /// Six bytes; zeros when it has no public address.
  package let address: [UInt8]
  package let supported: ControllerSettings
  package let current: ControllerSettings

  package init(address: [UInt8], supported: ControllerSettings, current: ControllerSettings) {
    self.address = address
    self.supported = supported
    self.current = current
  }

  /// - Parameter reply: 280 bytes, of which the version, maker, class and names are not looked at.
  package init(parsing reply: [UInt8]) throws(WireError) {
    var reader = ByteReader(reply, of: "controller information")
    guard reader.count >= ControllerFacts.byteCount else {
      throw WireError("controller information", .tooShort)
    }
    address = try reader.take(6)
    _ = try reader.take(3)
    supported = ControllerSettings(rawValue: try reader.integer())
    current = ControllerSettings(rawValue: try reader.integer())
  }

  private static let byteCount = 280

  package var hasPublicAddress: Bool { address.contains { $0 != 0 } }
}
