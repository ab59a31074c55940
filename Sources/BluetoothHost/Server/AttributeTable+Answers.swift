import BluetoothWire

/// What a table has to say to the requests that look for something. Core Specification 5.4, Vol 3, Part F, 3.4.3 and 3.4.4.
extension AttributeTable {
  typealias Refusal = AttributeServer.Refusal
  typealias Circumstance = AttributeServer.Circumstance

  /// The length of a record is one byte. Part F, 3.4.4.2.
  private static let longestRecord = 255

  /// 3.4.3.1: records of one width.
  func information(
    from first: AttributeHandle, to last: AttributeHandle, _ circumstance: Circumstance
  ) throws(Refusal) -> ATTPDU {
    var types: [ATTPDU.AttributeType] = []
    var room = circumstance.mtu - 2
    let found = try nonEmpty(from: first, to: last)
    let width = found.first?.type.littleEndian.count
    for attribute in found.prefix(while: { $0.type.littleEndian.count == width }) {
      room -= 2 + attribute.type.littleEndian.count
      guard room >= 0 else { break }
      types.append(.init(attribute.handle, attribute.type))
    }
    return .findInformationResponse(types)
  }

  /// 3.4.3.3
  func groups(
    from first: AttributeHandle, to last: AttributeHandle, _ type: UUID16, _ value: [UInt8],
    _ circumstance: Circumstance
  ) throws(Refusal) -> ATTPDU {
    let groups = try nonEmpty(from: first, to: last)
      .filter { $0.type == AttributeUUID(type) && $0.value == value }
      .prefix((circumstance.mtu - 1) / 4)
      .map {
        ATTPDU.Group(
          $0.handle,
          AttributeTable.isService($0.type) ? endOfGroup(startingAt: $0.handle) : $0.handle)
      }
    guard !groups.isEmpty else { throw Refusal(.attributeNotFound, first) }
    return .findByTypeValueResponse(groups)
  }

  /// 3.4.4.1: values of one length, up to the first that may not be read.
  func values(
    from first: AttributeHandle, to last: AttributeHandle, _ type: AttributeUUID,
    _ circumstance: Circumstance
  ) throws(Refusal) -> ATTPDU {
    var values: [ATTPDU.AttributeValue] = []
    var room = circumstance.mtu - 2
    for attribute in try nonEmpty(from: first, to: last) where attribute.type == type {
      if let code = attribute.access.reading.refusal(
        on: circumstance.security, never: .readNotPermitted)
      {
        guard values.isEmpty else { break }
        throw Refusal(code, attribute.handle)
      }
      let most = min(circumstance.mtu - 4, AttributeTable.longestRecord - 2)
      let value = Array(attribute.value.prefix(most))
      room -= 2 + value.count
      guard room >= 0, values.first.map({ $0.value.count == value.count }) ?? true else { break }
      values.append(.init(attribute.handle, value))
    }
    guard !values.isEmpty else { throw Refusal(.attributeNotFound, first) }
    return .readByTypeResponse(values)
  }

  /// 3.4.4.9: services, of one width of UUID.
  func groupValues(
    from first: AttributeHandle, to last: AttributeHandle, _ type: AttributeUUID,
    _ circumstance: Circumstance
  ) throws(Refusal) -> ATTPDU {
    let found = try nonEmpty(from: first, to: last)
    guard AttributeTable.isService(type) else { throw Refusal(.unsupportedGroupType, first) }
    var groups: [ATTPDU.GroupValue] = []
    var room = circumstance.mtu - 2
    for attribute in found where attribute.type == type {
      room -= 4 + attribute.value.count
      guard room >= 0, groups.first.map({ $0.value.count == attribute.value.count }) ?? true
      else { break }
      groups.append(
        .init(.init(attribute.handle, endOfGroup(startingAt: attribute.handle)), attribute.value))
    }
    guard !groups.isEmpty else { throw Refusal(.attributeNotFound, first) }
    return .readByGroupTypeResponse(groups)
  }

  func readable(
    _ handle: AttributeHandle, _ circumstance: Circumstance
  ) throws(Refusal) -> [UInt8] {
    guard let attribute = self[handle] else { throw Refusal(.invalidHandle, handle) }
    if let code = attribute.access.reading.refusal(
      on: circumstance.security, never: .readNotPermitted)
    {
      throw Refusal(code, handle)
    }
    return attribute.value
  }

  /// 3.4.4.7: one after the other, as much as fits.
  func readable(
    _ handles: [AttributeHandle], _ circumstance: Circumstance
  ) throws(Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    for handle in handles { bytes += try readable(handle, circumstance) }
    return Array(bytes.prefix(circumstance.mtu - 1))
  }

  func writable(
    _ handle: AttributeHandle, _ circumstance: Circumstance
  ) throws(Refusal) -> Attribute {
    guard let attribute = self[handle] else { throw Refusal(.invalidHandle, handle) }
    if let code = attribute.access.writing.refusal(
      on: circumstance.security, never: .writeNotPermitted)
    {
      throw Refusal(code, handle)
    }
    return attribute
  }

  private func nonEmpty(
    from first: AttributeHandle, to last: AttributeHandle
  ) throws(Refusal) -> ArraySlice<Attribute> {
    guard let range = AttributeRange(first, last) else { throw Refusal(.invalidHandle, first) }
    let found = attributes(from: range.first, to: range.last)
    guard !found.isEmpty else { throw Refusal(.attributeNotFound, first) }
    return found
  }
}
