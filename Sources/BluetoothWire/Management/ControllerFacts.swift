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

  package static let byteCount = 280

  package var hasPublicAddress: Bool { address.contains { $0 != 0 } }
}

/// BlueZ, doc/mgmt-api.txt, "Read Controller Information Command", the bits of `Current_Settings`.
package struct ControllerSettings: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let powered = ControllerSettings(rawValue: 1 << 0)
  package static let bondable = ControllerSettings(rawValue: 1 << 4)
  package static let classic = ControllerSettings(rawValue: 1 << 7)
  package static let lowEnergy = ControllerSettings(rawValue: 1 << 9)
  package static let secureConnections = ControllerSettings(rawValue: 1 << 11)
  package static let debugKeys = ControllerSettings(rawValue: 1 << 12)
  package static let privacy = ControllerSettings(rawValue: 1 << 13)
  package static let staticAddress = ControllerSettings(rawValue: 1 << 15)
}

/// The reply to "Read Controller Index List Command".
package struct ControllerList: Hashable, Sendable {
  package let controllers: [ControllerIndex]

  package init(parsing reply: [UInt8]) throws(WireError) {
    var reader = ByteReader(reply, of: "controller list")
    let count: UInt16 = try reader.integer()
    var controllers: [ControllerIndex] = []
    for _ in 0..<count { controllers.append(ControllerIndex(rawValue: try reader.integer())) }
    try reader.end()
    self.controllers = controllers
  }
}
