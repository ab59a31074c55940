/// One AD structure: a type and its bytes. Core Specification 5.4, Vol 3, Part C, 11; Supplement, Part A, 1.
package struct AdvertisingElement: Hashable, Sendable {
  package let type: AdvertisingType
  package let value: [UInt8]
  package init(_ type: AdvertisingType, _ value: [UInt8]) {
    self.type = type
    self.value = value
  }
}

/// What an AD structure is. Assigned Numbers, section 2.3; more exist.
package struct AdvertisingType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let flags = AdvertisingType(rawValue: 0x01)
  package static let someServices16 = AdvertisingType(rawValue: 0x02)
  package static let allServices16 = AdvertisingType(rawValue: 0x03)
  package static let someServices128 = AdvertisingType(rawValue: 0x06)
  package static let allServices128 = AdvertisingType(rawValue: 0x07)
  package static let shortName = AdvertisingType(rawValue: 0x08)
  package static let completeName = AdvertisingType(rawValue: 0x09)
  package static let transmitPower = AdvertisingType(rawValue: 0x0A)
  package static let serviceValue16 = AdvertisingType(rawValue: 0x16)
  package static let appearance = AdvertisingType(rawValue: 0x19)
  package static let serviceValue128 = AdvertisingType(rawValue: 0x21)
  package static let manufacturerValue = AdvertisingType(rawValue: 0xFF)
}

/// How a peer may be found and reached. Supplement, Part A, 1.3.
package struct AdvertisingFlags: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let limitedDiscoverable = AdvertisingFlags(rawValue: 0x01)
  package static let generalDiscoverable = AdvertisingFlags(rawValue: 0x02)
  package static let withoutClassic = AdvertisingFlags(rawValue: 0x04)
}
