import BluetoothWire
import Testing

/// The numbers as the specification prints them, written down a second time.
@Suite("The numbers of the Attribute Protocol")
struct ATTNumbersTests {
  @Test("are those of Core Specification 5.4, Vol 3, Part F, 3.4.8")
  func opcodes() {
    let table: [(UInt8, ATTOpcode, ATTOpcode.Role)] = [
      (0x01, .errorResponse, .response),
      (0x02, .exchangeMTURequest, .request), (0x03, .exchangeMTUResponse, .response),
      (0x04, .findInformationRequest, .request), (0x05, .findInformationResponse, .response),
      (0x06, .findByTypeValueRequest, .request), (0x07, .findByTypeValueResponse, .response),
      (0x08, .readByTypeRequest, .request), (0x09, .readByTypeResponse, .response),
      (0x0A, .readRequest, .request), (0x0B, .readResponse, .response),
      (0x0C, .readBlobRequest, .request), (0x0D, .readBlobResponse, .response),
      (0x0E, .readMultipleRequest, .request), (0x0F, .readMultipleResponse, .response),
      (0x10, .readByGroupTypeRequest, .request), (0x11, .readByGroupTypeResponse, .response),
      (0x12, .writeRequest, .request), (0x13, .writeResponse, .response),
      (0x16, .prepareWriteRequest, .request), (0x17, .prepareWriteResponse, .response),
      (0x18, .executeWriteRequest, .request), (0x19, .executeWriteResponse, .response),
      (0x1B, .notification, .notification),
      (0x1D, .indication, .indication), (0x1E, .confirmation, .confirmation),
      (0x20, .readMultipleVariableRequest, .request),
      (0x21, .readMultipleVariableResponse, .response),
      (0x23, .multipleNotification, .notification),
      (0x52, .writeCommand, .command), (0xD2, .signedWriteCommand, .command),
    ]
    for (number, opcode, role) in table {
      #expect(opcode.rawValue == number)
      #expect(opcode.role == role, "\(number)")
      let next = ATTOpcode(rawValue: number + 1)
      #expect(opcode.response == (role == .request ? next : nil), "\(number)")
    }
  }

  @Test("of unknown opcodes say by bit 6 whether an answer is owed")
  func unknown() {
    #expect(ATTOpcode(rawValue: 0x30).role == .request)
    #expect(ATTOpcode(rawValue: 0x70).role == .command)
    #expect(ATTOpcode(rawValue: 0xFF).role == .command)
    #expect(ATTOpcode(rawValue: 0x30).response == nil)
  }

  @Test("of errors are those of 3.4.1.1 and of the Supplement, Part B")
  func errors() {
    let table: [(UInt8, ATTErrorCode)] = [
      (0x01, .invalidHandle), (0x02, .readNotPermitted), (0x03, .writeNotPermitted),
      (0x04, .invalidPDU), (0x05, .insufficientAuthentication), (0x06, .requestNotSupported),
      (0x07, .invalidOffset), (0x08, .insufficientAuthorization), (0x09, .prepareQueueFull),
      (0x0A, .attributeNotFound), (0x0B, .attributeNotLong), (0x0C, .keySizeTooShort),
      (0x0D, .invalidValueLength), (0x0E, .unlikely), (0x0F, .insufficientEncryption),
      (0x10, .unsupportedGroupType), (0x11, .insufficientResources), (0x12, .databaseOutOfSync),
      (0x13, .valueNotAllowed), (0xFC, .writeRejected), (0xFD, .clientConfigurationImproper),
      (0xFE, .procedureInProgress), (0xFF, .outOfRange),
    ]
    for (number, code) in table { #expect(code.rawValue == number) }
    let security = table.filter { $0.1.wantsSecurity }.map(\.0)
    #expect(security == [0x05, 0x0C, 0x0F])
    #expect(ATTErrorCode(rawValue: 0x80).description == "ATT error 80")
  }

  @Test("of sizes are those of 3.2.8 and 3.2.9")
  func sizes() {
    #expect(ATTPDU.smallestMTU == 23)
    #expect(ATTPDU.longestValue == 512)
    #expect(ATTPDU.largestMTU == 512 + 5)
  }

  @Test("of types are the Assigned Numbers")
  func types() {
    let table: [(UInt16, UUID16)] = [
      (0x1800, .genericAccess), (0x1801, .genericAttribute), (0x1805, .currentTimeService),
      (0x180A, .deviceInformation), (0x180D, .heartRate), (0x180F, .battery),
      (0x181B, .bodyComposition), (0x181C, .userProfile), (0x181D, .weightScale),
      (0xFE95, .xiaomi), (0xFEE0, .huami), (0xFEE1, .huamiAuthentication),
      (0x2800, .primaryService), (0x2801, .secondaryService), (0x2802, .include),
      (0x2803, .characteristic), (0x2900, .extendedProperties), (0x2901, .userDescription),
      (0x2902, .clientConfiguration), (0x2903, .serverConfiguration),
      (0x2904, .presentationFormat), (0x2905, .aggregateFormat),
      (0x2A00, .deviceName), (0x2A01, .appearance), (0x2A04, .preferredConnection),
      (0x2A05, .serviceChanged), (0x2A19, .batteryLevel), (0x2A23, .systemID),
      (0x2A24, .modelNumber), (0x2A25, .serialNumber), (0x2A26, .firmwareRevision),
      (0x2A27, .hardwareRevision), (0x2A28, .softwareRevision), (0x2A29, .manufacturerName),
      (0x2A2B, .currentTime), (0x2A37, .heartRateMeasurement), (0x2A38, .bodySensorLocation),
      (0x2A39, .heartRateControlPoint), (0x2A50, .pnpIdentity),
      (0x2A9B, .bodyCompositionFeature), (0x2A9C, .bodyCompositionMeasurement),
      (0x2A9D, .weightMeasurement), (0x2A9E, .weightScaleFeature), (0x2A9F, .userControlPoint),
      (0x2AA6, .centralAddressResolution), (0x2B29, .clientSupportedFeatures),
      (0x2B2A, .databaseHash), (0x2B3A, .serverSupportedFeatures),
    ]
    for (number, type) in table { #expect(type.rawValue == number) }
  }
}
