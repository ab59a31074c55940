extension ATTPDU {
  package var opcode: ATTOpcode {
    switch self {
    case .errorResponse: .errorResponse
    case .exchangeMTURequest: .exchangeMTURequest
    case .exchangeMTUResponse: .exchangeMTUResponse
    case .findInformationRequest: .findInformationRequest
    case .findInformationResponse: .findInformationResponse
    case .findByTypeValueRequest: .findByTypeValueRequest
    case .findByTypeValueResponse: .findByTypeValueResponse
    case .readByTypeRequest: .readByTypeRequest
    case .readByTypeResponse: .readByTypeResponse
    case .readRequest: .readRequest
    case .readResponse: .readResponse
    case .readBlobRequest: .readBlobRequest
    case .readBlobResponse: .readBlobResponse
    case .readMultipleRequest: .readMultipleRequest
    case .readMultipleResponse: .readMultipleResponse
    case .readByGroupTypeRequest: .readByGroupTypeRequest
    case .readByGroupTypeResponse: .readByGroupTypeResponse
    case .readMultipleVariableRequest: .readMultipleVariableRequest
    case .readMultipleVariableResponse: .readMultipleVariableResponse
    case .writeRequest: .writeRequest
    case .writeResponse: .writeResponse
    case .writeCommand: .writeCommand
    case .signedWriteCommand: .signedWriteCommand
    case .prepareWriteRequest: .prepareWriteRequest
    case .prepareWriteResponse: .prepareWriteResponse
    case .executeWriteRequest: .executeWriteRequest
    case .executeWriteResponse: .executeWriteResponse
    case .notification: .notification
    case .indication: .indication
    case .confirmation: .confirmation
    case .multipleNotification: .multipleNotification
    case .unknown(let opcode, _): opcode
    }
  }

  /// The bytes to send. Whether they fit the MTU is the sender's business.
  ///
  /// Lists of records must be of one width, as the protocol can say nothing else: a mistake of ours, and traps.
  package func encoded() -> [UInt8] {
    var bytes = [opcode.rawValue]
    switch self {
    case .errorResponse(let request, let handle, let code):
      bytes.append(request.rawValue)
      bytes.append(handle)
      bytes.append(code.rawValue)
    case .exchangeMTURequest(let mtu), .exchangeMTUResponse(let mtu):
      bytes.append(littleEndian: mtu)
    case .findInformationRequest(let first, let last):
      bytes.append(Group(first, last))
    case .findInformationResponse(let types):
      let width = types.first?.type.littleEndian.count
      bytes.append(width == 2 ? 1 : 2)
      for type in types {
        bytes.append(type.handle)
        bytes.append(type.type.littleEndian, ofWidth: width)
      }
    case .findByTypeValueRequest(let first, let last, let type, let value):
      bytes.append(Group(first, last))
      bytes.append(littleEndian: type.rawValue)
      bytes += value
    case .findByTypeValueResponse(let groups):
      for group in groups { bytes.append(group) }
    case .readByTypeRequest(let first, let last, let type),
      .readByGroupTypeRequest(let first, let last, let type):
      bytes.append(Group(first, last))
      bytes += type.littleEndian
    case .readByTypeResponse(let values):
      let width = values.first?.value.count ?? 0
      bytes.append(UInt8(width + 2))
      for value in values {
        bytes.append(value.handle)
        bytes.append(value.value, ofWidth: width)
      }
    case .readByGroupTypeResponse(let values):
      let width = values.first?.value.count ?? 0
      bytes.append(UInt8(width + 4))
      for value in values {
        bytes.append(value.group)
        bytes.append(value.value, ofWidth: width)
      }
    case .readRequest(let handle):
      bytes.append(handle)
    case .readBlobRequest(let handle, let offset):
      bytes.append(handle)
      bytes.append(littleEndian: offset)
    case .readMultipleRequest(let handles), .readMultipleVariableRequest(let handles):
      for handle in handles { bytes.append(handle) }
    case .readMultipleVariableResponse(let values):
      for value in values { bytes.append(counted: value) }
    case .readResponse(let value), .readBlobResponse(let value), .readMultipleResponse(let value),
      .unknown(_, let value):
      bytes += value
    case .writeRequest(let handle, let value), .writeCommand(let handle, let value),
      .notification(let handle, let value), .indication(let handle, let value):
      bytes.append(handle)
      bytes += value
    case .signedWriteCommand(let handle, let value, let signature):
      precondition(signature.count == ATTPDU.signatureLength, "a signature has 12 bytes")
      bytes.append(handle)
      bytes += value
      bytes += signature
    case .prepareWriteRequest(let handle, let offset, let part),
      .prepareWriteResponse(let handle, let offset, let part):
      bytes.append(handle)
      bytes.append(littleEndian: offset)
      bytes += part
    case .executeWriteRequest(let commits):
      bytes.append(commits ? 1 : 0)
    case .multipleNotification(let values):
      for value in values {
        bytes.append(value.handle)
        bytes.append(counted: value.value)
      }
    case .writeResponse, .executeWriteResponse, .confirmation:
      break
    }
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ group: ATTPDU.Group) {
    append(group.first)
    append(group.last)
  }

  fileprivate mutating func append(_ value: [UInt8], ofWidth width: Int?) {
    precondition(value.count == width, "records of one PDU have one width")
    self += value
  }

  fileprivate mutating func append(counted value: [UInt8]) {
    append(littleEndian: UInt16(value.count))
    self += value
  }
}
