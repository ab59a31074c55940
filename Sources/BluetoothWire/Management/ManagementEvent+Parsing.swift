extension ManagementEvent {
  /// Events whose code is not known are values; those that are known and malformed are refused.
  package init(parsing packet: ManagementPacket) throws(WireError) {
    let code = ManagementEventCode(rawValue: packet.code)
    var reader = ByteReader(packet.parameters, of: "management event")
    switch code {
    case .commandComplete, .commandStatus:
      let opcode = ManagementOpcode(rawValue: try reader.integer())
      let status = ManagementStatus(rawValue: try reader.integer())
      // A status has no more to say.
      if code == .commandStatus { try reader.end() }
      self = .answer(opcode, status, reply: reader.rest())
    case .indexAdded: self = .controllerAdded
    case .indexRemoved: self = .controllerRemoved
    case .newSettings: self = .newSettings(ControllerSettings(rawValue: try reader.integer()))
    case .newLongTermKey:
      let isToBeKept = try reader.integer(UInt8.self) != 0
      self = .newLongTermKey(try reader.longTermKey(), isToBeKept: isToBeKept)
    case .newIdentityKey: self = try Self.identityKey(&reader)
    case .deviceConnected:
      let address = try reader.managementAddress()
      // Flags, and what it last advertised.
      _ = try reader.take(4)
      _ = try reader.take(Int(try reader.integer(UInt16.self)))
      self = .connected(address)
    case .deviceDisconnected:
      let address = try reader.managementAddress()
      self = .disconnected(address, DisconnectReason(rawValue: try reader.integer()))
    case .confirmationRequest:
      let address = try reader.managementAddress()
      let isYesOrNo = try reader.integer(UInt8.self) != 0
      self = .confirmationRequest(address, digits: try reader.digits(), isYesOrNo: isYesOrNo)
    case .passkeyRequest: self = .passkeyRequest(try reader.managementAddress())
    case .passkeyNotice:
      let address = try reader.managementAddress()
      self = .passkeyNotice(address, digits: try reader.digits())
      _ = try reader.take(1)
    case .deviceFound: self = .found(try reader.foundDevice())
    case .monitorFound:
      _ = try reader.take(2)
      self = .found(try reader.foundDevice())
    case .discovering:
      _ = try reader.take(1)
      self = .discovering(try reader.integer(UInt8.self) != 0)
    default: self = .unknown(code, reader.rest())
    }
    try reader.end()
  }

  private static func identityKey(_ reader: inout ByteReader) throws(WireError) -> ManagementEvent {
    let isToBeKept = try reader.integer(UInt8.self) != 0
    let changing = try reader.take(6)
    let key = try reader.identityKey()
    let isChanging = changing.contains { $0 != 0 }
    return .newIdentityKey(
      key, heardAs: isChanging ? ManagementAddress(bytes: changing, kind: .leRandom) : nil,
      isToBeKept: isToBeKept)
  }
}

extension ByteReader {
  /// Six decimal digits. Core Specification 5.4, Vol 3, Part H, 2.3.5.3.
  fileprivate mutating func digits() throws(WireError) -> UInt32 {
    let number: UInt32 = try integer()
    guard number <= 999_999 else { throw refuse("more than six digits") }
    return number
  }

  fileprivate mutating func foundDevice() throws(WireError) -> FoundDevice {
    let address = try managementAddress()
    let signal = Int8(bitPattern: try integer())
    // Flags: whether it can be connected is for its profile to know.
    _ = try take(4)
    let payload = try take(Int(try integer(UInt16.self)))
    return FoundDevice(
      address: address, signal: signal == FoundDevice.noSignal ? nil : Int(signal),
      payload: payload)
  }
}

extension FoundDevice {
  fileprivate static let noSignal: Int8 = 127
}
