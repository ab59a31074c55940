extension ATTPDU {
  /// Reads one PDU, which is the whole of `bytes`.
  ///
  /// Handles and ranges are as sent. Lengths are checked; an opcode that is not known becomes `.unknown`.
  package init(parsing bytes: some Sequence<UInt8>) throws(WireError) {
    var reader = ByteReader(bytes, of: "ATT PDU")
    let opcode = ATTOpcode(rawValue: try reader.integer())
    self = try ATTPDU(opcode, &reader)
    try reader.end()
  }

  private init(_ opcode: ATTOpcode, _ body: inout ByteReader) throws(WireError) {
    switch opcode {
    case .errorResponse:
      self = .errorResponse(
        request: ATTOpcode(rawValue: try body.integer()), handle: try body.handle(),
        code: ATTErrorCode(rawValue: try body.integer()))
    case .exchangeMTURequest: self = .exchangeMTURequest(try body.integer())
    case .exchangeMTUResponse: self = .exchangeMTUResponse(try body.integer())
    case .findInformationRequest:
      self = .findInformationRequest(first: try body.handle(), last: try body.handle())
    case .findInformationResponse: self = .findInformationResponse(try body.types())
    case .findByTypeValueRequest:
      self = .findByTypeValueRequest(
        first: try body.handle(), last: try body.handle(),
        type: UUID16(rawValue: try body.integer()), value: body.rest())
    case .findByTypeValueResponse: self = .findByTypeValueResponse(try body.groups())
    case .readByTypeRequest:
      self = .readByTypeRequest(
        first: try body.handle(), last: try body.handle(), type: try body.uuid())
    case .readByTypeResponse: self = .readByTypeResponse(try body.values())
    case .readRequest: self = .readRequest(try body.handle())
    case .readResponse: self = .readResponse(body.rest())
    case .readBlobRequest:
      self = .readBlobRequest(try body.handle(), offset: try body.integer())
    case .readBlobResponse: self = .readBlobResponse(body.rest())
    case .readMultipleRequest: self = .readMultipleRequest(try body.handles())
    case .readMultipleResponse: self = .readMultipleResponse(body.rest())
    case .readByGroupTypeRequest:
      self = .readByGroupTypeRequest(
        first: try body.handle(), last: try body.handle(), type: try body.uuid())
    case .readByGroupTypeResponse: self = .readByGroupTypeResponse(try body.groupValues())
    case .readMultipleVariableRequest: self = .readMultipleVariableRequest(try body.handles())
    case .readMultipleVariableResponse:
      self = .readMultipleVariableResponse(try body.variableValues())
    case .writeRequest: self = .writeRequest(try body.handle(), body.rest())
    case .writeResponse: self = .writeResponse
    case .writeCommand: self = .writeCommand(try body.handle(), body.rest())
    case .signedWriteCommand:
      let handle = try body.handle()
      guard body.count >= ATTPDU.signatureLength else { throw body.refuse("signature") }
      self = .signedWriteCommand(
        handle, try body.take(body.count - ATTPDU.signatureLength), signature: body.rest())
    case .prepareWriteRequest:
      self = .prepareWriteRequest(
        try body.handle(), offset: try body.integer(), part: body.rest())
    case .prepareWriteResponse:
      self = .prepareWriteResponse(
        try body.handle(), offset: try body.integer(), part: body.rest())
    case .executeWriteRequest: self = .executeWriteRequest(commits: try body.flag())
    case .executeWriteResponse: self = .executeWriteResponse
    case .notification: self = .notification(try body.handle(), body.rest())
    case .indication: self = .indication(try body.handle(), body.rest())
    case .confirmation: self = .confirmation
    case .multipleNotification: self = .multipleNotification(try body.notifications())
    default: self = .unknown(opcode, body: body.rest())
    }
  }

  static let signatureLength = 12
}

extension ByteReader {
  fileprivate mutating func uuid() throws(WireError) -> AttributeUUID {
    guard let uuid = AttributeUUID(littleEndian: rest()) else { throw refuse("UUID length") }
    return uuid
  }

  fileprivate mutating func flag() throws(WireError) -> Bool {
    switch try integer(UInt8.self) {
    case 0: return false
    case 1: return true
    default: throw refuse("execute flag")
    }
  }

  fileprivate mutating func types() throws(WireError) -> [ATTPDU.AttributeType] {
    let width: Int
    switch try integer(UInt8.self) {
    case 1: width = 2
    case 2: width = 16
    default: throw refuse("UUID format")
    }
    var list: [ATTPDU.AttributeType] = []
    repeat {
      let handle = try handle()
      guard let type = AttributeUUID(littleEndian: try take(width)) else { throw refuse("UUID") }
      list.append(.init(handle, type))
    } while !isAtEnd
    return list
  }

  fileprivate mutating func groups() throws(WireError) -> [ATTPDU.Group] {
    var list: [ATTPDU.Group] = []
    repeat { list.append(.init(try handle(), try handle())) } while !isAtEnd
    return list
  }

  fileprivate mutating func values() throws(WireError) -> [ATTPDU.AttributeValue] {
    let length = Int(try integer(UInt8.self))
    guard length >= 2 else { throw refuse("record length") }
    var list: [ATTPDU.AttributeValue] = []
    repeat { list.append(.init(try handle(), try take(length - 2))) } while !isAtEnd
    return list
  }

  fileprivate mutating func groupValues() throws(WireError) -> [ATTPDU.GroupValue] {
    let length = Int(try integer(UInt8.self))
    guard length >= 4 else { throw refuse("record length") }
    var list: [ATTPDU.GroupValue] = []
    repeat {
      list.append(.init(.init(try handle(), try handle()), try take(length - 4)))
    } while !isAtEnd
    return list
  }

  fileprivate mutating func handles() throws(WireError) -> [AttributeHandle] {
    var list = [try handle(), try handle()]
    while !isAtEnd { list.append(try handle()) }
    return list
  }

  fileprivate mutating func variableValues() throws(WireError) -> [[UInt8]] {
    var list: [[UInt8]] = []
    repeat {
      let length = Int(try integer(UInt16.self))
      list.append(try take(min(length, count)))
    } while !isAtEnd
    return list
  }

  fileprivate mutating func notifications() throws(WireError) -> [ATTPDU.AttributeValue] {
    var list: [ATTPDU.AttributeValue] = []
    repeat {
      let handle = try handle()
      list.append(.init(handle, try take(Int(try integer(UInt16.self)))))
    } while !isAtEnd
    guard list.count >= 2 else { throw refuse("a single value") }
    return list
  }
}
