/// One protocol data unit of the Attribute Protocol, either way. Core Specification 5.4, Vol 3, Part F, 3.4; each case
/// names its section below 3.4.
package enum ATTPDU: Hashable, Sendable {
  /// 1.1
  case errorResponse(request: ATTOpcode, handle: AttributeHandle, code: ATTErrorCode)
  /// 2.1: the largest PDU that the sender can receive, in bytes.
  case exchangeMTURequest(UInt16)
  /// 2.2
  case exchangeMTUResponse(UInt16)
  /// 3.1. The ends are as sent: a server checks them.
  case findInformationRequest(first: AttributeHandle, last: AttributeHandle)
  /// 3.2: one or more, all with UUIDs of one width.
  case findInformationResponse([AttributeType])
  /// 3.3
  case findByTypeValueRequest(
    first: AttributeHandle, last: AttributeHandle, type: UUID16, value: [UInt8])
  /// 3.4: one or more groups, as found and where each ends.
  case findByTypeValueResponse([Group])
  /// 4.1
  case readByTypeRequest(first: AttributeHandle, last: AttributeHandle, type: AttributeUUID)
  /// 4.2: one or more, all of one length.
  case readByTypeResponse([AttributeValue])
  /// 4.3
  case readRequest(AttributeHandle)
  /// 4.4
  case readResponse([UInt8])
  /// 4.5
  case readBlobRequest(AttributeHandle, offset: UInt16)
  /// 4.6
  case readBlobResponse([UInt8])
  /// 4.7: two or more.
  case readMultipleRequest([AttributeHandle])
  /// 4.8: values one after the other; only who knows their lengths can tell them apart.
  case readMultipleResponse([UInt8])
  /// 4.9
  case readByGroupTypeRequest(first: AttributeHandle, last: AttributeHandle, type: AttributeUUID)
  /// 4.10: one or more, all of one length.
  case readByGroupTypeResponse([GroupValue])
  /// 4.11: two or more.
  case readMultipleVariableRequest([AttributeHandle])
  /// 4.12: the last value may be cut off by the MTU.
  case readMultipleVariableResponse([[UInt8]])
  /// 5.1
  case writeRequest(AttributeHandle, [UInt8])
  /// 5.2
  case writeResponse
  /// 5.3
  case writeCommand(AttributeHandle, [UInt8])
  /// 5.4: the signature is a counter of four bytes and eight bytes of AES-CMAC.
  case signedWriteCommand(AttributeHandle, [UInt8], signature: [UInt8])
  /// 6.1
  case prepareWriteRequest(AttributeHandle, offset: UInt16, part: [UInt8])
  /// 6.2
  case prepareWriteResponse(AttributeHandle, offset: UInt16, part: [UInt8])
  /// 6.3: false throws the queue away.
  case executeWriteRequest(commits: Bool)
  /// 6.4
  case executeWriteResponse
  /// 7.1
  case notification(AttributeHandle, [UInt8])
  /// 7.2
  case indication(AttributeHandle, [UInt8])
  /// 7.3
  case confirmation
  /// 7.4: two or more.
  case multipleNotification([AttributeValue])
  /// An opcode that this version does not know, kept whole.
  case unknown(ATTOpcode, body: [UInt8])

  package struct AttributeType: Hashable, Sendable {
    package let handle: AttributeHandle
    package let type: AttributeUUID
    package init(_ handle: AttributeHandle, _ type: AttributeUUID) {
      self.handle = handle
      self.type = type
    }
  }

  package struct AttributeValue: Hashable, Sendable {
    package let handle: AttributeHandle
    package let value: [UInt8]
    package init(_ handle: AttributeHandle, _ value: [UInt8]) {
      self.handle = handle
      self.value = value
    }
  }

  /// A group as the peer wrote it: it may be reversed or hold handle 0. `AttributeRange` checks.
  package struct Group: Hashable, Sendable {
    package let first: AttributeHandle
    package let last: AttributeHandle
    package init(_ first: AttributeHandle, _ last: AttributeHandle) {
      self.first = first
      self.last = last
    }
  }

  package struct GroupValue: Hashable, Sendable {
    package let group: Group
    package let value: [UInt8]
    package init(_ group: Group, _ value: [UInt8]) {
      self.group = group
      self.value = value
    }
  }

  /// What every connection starts with. Part F, 3.2.8 and Part G, 5.2.1.
  package static let smallestMTU = 23
  /// Enough for the longest value in one PDU.
  package static let largestMTU = 517
  /// Part F, 3.2.9.
  package static let longestValue = 512
}
