/// Why a server did not do what it was asked. Core Specification 5.4, Vol 3, Part F, 3.4.1.1; 80...9F belong to the
/// profile, E0...FF to the Core Specification Supplement, Part B.
package struct ATTErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let invalidHandle = ATTErrorCode(rawValue: 0x01)
  package static let readNotPermitted = ATTErrorCode(rawValue: 0x02)
  package static let writeNotPermitted = ATTErrorCode(rawValue: 0x03)
  package static let invalidPDU = ATTErrorCode(rawValue: 0x04)
  package static let insufficientAuthentication = ATTErrorCode(rawValue: 0x05)
  package static let requestNotSupported = ATTErrorCode(rawValue: 0x06)
  package static let invalidOffset = ATTErrorCode(rawValue: 0x07)
  package static let insufficientAuthorization = ATTErrorCode(rawValue: 0x08)
  package static let prepareQueueFull = ATTErrorCode(rawValue: 0x09)
  /// Also how a server ends a list.
  package static let attributeNotFound = ATTErrorCode(rawValue: 0x0A)
  package static let attributeNotLong = ATTErrorCode(rawValue: 0x0B)
  package static let keySizeTooShort = ATTErrorCode(rawValue: 0x0C)
  package static let invalidValueLength = ATTErrorCode(rawValue: 0x0D)
  package static let unlikely = ATTErrorCode(rawValue: 0x0E)
  package static let insufficientEncryption = ATTErrorCode(rawValue: 0x0F)
  package static let unsupportedGroupType = ATTErrorCode(rawValue: 0x10)
  package static let insufficientResources = ATTErrorCode(rawValue: 0x11)
  /// The attributes have changed since they were discovered.
  package static let databaseOutOfSync = ATTErrorCode(rawValue: 0x12)
  package static let valueNotAllowed = ATTErrorCode(rawValue: 0x13)
  package static let writeRejected = ATTErrorCode(rawValue: 0xFC)
  package static let clientConfigurationImproper = ATTErrorCode(rawValue: 0xFD)
  package static let procedureInProgress = ATTErrorCode(rawValue: 0xFE)
  package static let outOfRange = ATTErrorCode(rawValue: 0xFF)

  /// The link is not as secure as the attribute wants it.
  package var wantsSecurity: Bool {
    [.insufficientAuthentication, .keySizeTooShort, .insufficientEncryption].contains(self)
  }

  package var description: String {
    "ATT error " + String(rawValue, radix: 16, uppercase: true)
  }
}
