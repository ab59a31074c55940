/// The first byte of an ATT PDU. A peer may send numbers that are not named here. Core Specification 5.4, Vol 3, Part F, 3.4.8.
package struct ATTOpcode: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let errorResponse = ATTOpcode(rawValue: 0x01)
  package static let exchangeMTURequest = ATTOpcode(rawValue: 0x02)
  package static let exchangeMTUResponse = ATTOpcode(rawValue: 0x03)
  package static let findInformationRequest = ATTOpcode(rawValue: 0x04)
  package static let findInformationResponse = ATTOpcode(rawValue: 0x05)
  package static let findByTypeValueRequest = ATTOpcode(rawValue: 0x06)
  package static let findByTypeValueResponse = ATTOpcode(rawValue: 0x07)
  package static let readByTypeRequest = ATTOpcode(rawValue: 0x08)
  package static let readByTypeResponse = ATTOpcode(rawValue: 0x09)
  package static let readRequest = ATTOpcode(rawValue: 0x0A)
  package static let readResponse = ATTOpcode(rawValue: 0x0B)
  package static let readBlobRequest = ATTOpcode(rawValue: 0x0C)
  package static let readBlobResponse = ATTOpcode(rawValue: 0x0D)
  package static let readMultipleRequest = ATTOpcode(rawValue: 0x0E)
  package static let readMultipleResponse = ATTOpcode(rawValue: 0x0F)
  package static let readByGroupTypeRequest = ATTOpcode(rawValue: 0x10)
  package static let readByGroupTypeResponse = ATTOpcode(rawValue: 0x11)
  package static let writeRequest = ATTOpcode(rawValue: 0x12)
  package static let writeResponse = ATTOpcode(rawValue: 0x13)
  package static let prepareWriteRequest = ATTOpcode(rawValue: 0x16)
  package static let prepareWriteResponse = ATTOpcode(rawValue: 0x17)
  package static let executeWriteRequest = ATTOpcode(rawValue: 0x18)
  package static let executeWriteResponse = ATTOpcode(rawValue: 0x19)
  package static let notification = ATTOpcode(rawValue: 0x1B)
  package static let indication = ATTOpcode(rawValue: 0x1D)
  package static let confirmation = ATTOpcode(rawValue: 0x1E)
  package static let readMultipleVariableRequest = ATTOpcode(rawValue: 0x20)
  package static let readMultipleVariableResponse = ATTOpcode(rawValue: 0x21)
  package static let multipleNotification = ATTOpcode(rawValue: 0x23)
  package static let writeCommand = ATTOpcode(rawValue: 0x52)
  package static let signedWriteCommand = ATTOpcode(rawValue: 0xD2)

  /// What the receiver owes the sender.
  package enum Role: Hashable, Sendable {
    /// Owes a response.
    case request
    case response
    /// Owes nothing.
    case command
    case notification
    /// Owes a confirmation.
    case indication
    case confirmation
  }

  /// An unknown number is a command when bit 6 says so, else a request, so that it is refused and not left unanswered.
  package var role: Role {
    switch self {
    case .errorResponse, .exchangeMTUResponse, .findInformationResponse, .findByTypeValueResponse,
      .readByTypeResponse, .readResponse, .readBlobResponse, .readMultipleResponse,
      .readByGroupTypeResponse, .writeResponse, .prepareWriteResponse, .executeWriteResponse,
      .readMultipleVariableResponse:
      .response
    case .notification, .multipleNotification: .notification
    case .indication: .indication
    case .confirmation: .confirmation
    default: rawValue & 0x40 != 0 ? .command : .request
    }
  }

  /// The response that answers this request; nil where none is known.
  package var response: ATTOpcode? {
    switch self {
    case .exchangeMTURequest, .findInformationRequest, .findByTypeValueRequest, .readByTypeRequest,
      .readRequest, .readBlobRequest, .readMultipleRequest, .readByGroupTypeRequest, .writeRequest,
      .prepareWriteRequest, .executeWriteRequest, .readMultipleVariableRequest:
      ATTOpcode(rawValue: rawValue + 1)
    default: nil
    }
  }
}
