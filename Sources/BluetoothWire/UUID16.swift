/// A 16-bit attribute type of the Bluetooth base UUID.
package struct UUID16: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// Services. Assigned Numbers, section 3.4.
extension UUID16 {
  package static let genericAccess = UUID16(rawValue: 0x1800)
  package static let genericAttribute = UUID16(rawValue: 0x1801)
  package static let currentTimeService = UUID16(rawValue: 0x1805)
  package static let deviceInformation = UUID16(rawValue: 0x180A)
  package static let heartRate = UUID16(rawValue: 0x180D)
  package static let battery = UUID16(rawValue: 0x180F)
  package static let bodyComposition = UUID16(rawValue: 0x181B)
  package static let userProfile = UUID16(rawValue: 0x181C)
  package static let weightScale = UUID16(rawValue: 0x181D)
  /// Xiaomi: MiBeacon frames.
  package static let xiaomi = UUID16(rawValue: 0xFE95)
  /// Huami (Anhui Huami Information Technology): the bands' main service.
  package static let huami = UUID16(rawValue: 0xFEE0)
  /// Huami: the bands' authentication service.
  package static let huamiAuthentication = UUID16(rawValue: 0xFEE1)
}

/// Declarations and descriptors. Assigned Numbers, sections 3.6 and 3.7.
extension UUID16 {
  package static let primaryService = UUID16(rawValue: 0x2800)
  package static let secondaryService = UUID16(rawValue: 0x2801)
  package static let include = UUID16(rawValue: 0x2802)
  package static let characteristic = UUID16(rawValue: 0x2803)
  package static let extendedProperties = UUID16(rawValue: 0x2900)
  package static let userDescription = UUID16(rawValue: 0x2901)
  package static let clientConfiguration = UUID16(rawValue: 0x2902)
  package static let serverConfiguration = UUID16(rawValue: 0x2903)
  package static let presentationFormat = UUID16(rawValue: 0x2904)
  package static let aggregateFormat = UUID16(rawValue: 0x2905)
}

/// Characteristics. Assigned Numbers, section 3.8.
extension UUID16 {
  package static let deviceName = UUID16(rawValue: 0x2A00)
  package static let appearance = UUID16(rawValue: 0x2A01)
  package static let preferredConnection = UUID16(rawValue: 0x2A04)
  package static let serviceChanged = UUID16(rawValue: 0x2A05)
  package static let batteryLevel = UUID16(rawValue: 0x2A19)
  package static let systemID = UUID16(rawValue: 0x2A23)
  package static let modelNumber = UUID16(rawValue: 0x2A24)
  package static let serialNumber = UUID16(rawValue: 0x2A25)
  package static let firmwareRevision = UUID16(rawValue: 0x2A26)
  package static let hardwareRevision = UUID16(rawValue: 0x2A27)
  package static let softwareRevision = UUID16(rawValue: 0x2A28)
  package static let manufacturerName = UUID16(rawValue: 0x2A29)
  package static let currentTime = UUID16(rawValue: 0x2A2B)
  package static let heartRateMeasurement = UUID16(rawValue: 0x2A37)
  package static let bodySensorLocation = UUID16(rawValue: 0x2A38)
  package static let heartRateControlPoint = UUID16(rawValue: 0x2A39)
  package static let pnpIdentity = UUID16(rawValue: 0x2A50)
  package static let bodyCompositionFeature = UUID16(rawValue: 0x2A9B)
  package static let bodyCompositionMeasurement = UUID16(rawValue: 0x2A9C)
  package static let weightMeasurement = UUID16(rawValue: 0x2A9D)
  package static let weightScaleFeature = UUID16(rawValue: 0x2A9E)
  package static let userControlPoint = UUID16(rawValue: 0x2A9F)
  package static let centralAddressResolution = UUID16(rawValue: 0x2AA6)
  package static let clientSupportedFeatures = UUID16(rawValue: 0x2B29)
  package static let databaseHash = UUID16(rawValue: 0x2B2A)
  package static let serverSupportedFeatures = UUID16(rawValue: 0x2B3A)
}

/// Characteristics of the Huami base, by their number within it; see `AttributeUUID.init(_:in:)`.
extension UUID16 {
  package static let huamiFetch = UUID16(rawValue: 0x0004)
  package static let huamiActivity = UUID16(rawValue: 0x0005)
  package static let huamiBattery = UUID16(rawValue: 0x0006)
  package static let huamiSteps = UUID16(rawValue: 0x0007)
  /// In the authentication service.
  package static let huamiHandshake = UUID16(rawValue: 0x0009)
  /// In a Mi scale's weight or body composition service.
  package static let miScaleHistory = UUID16(rawValue: 0x2A2F)
}
