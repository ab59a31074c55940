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
