/// One message of the kernel's management interface, either way: what it is, which controller it is about, and the rest.
/// BlueZ, doc/mgmt-api.txt, "Packet Structures".
package struct ManagementPacket: Hashable, Sendable {
  /// Of a command to the kernel, or of an event from it.
  package let code: UInt16
  package let controller: ControllerIndex
  package let parameters: [UInt8]

  package init(code: UInt16, controller: ControllerIndex, parameters: [UInt8]) {
    precondition(parameters.count <= Int(UInt16.max), "a packet has at most 65,535 bytes")
    self.code = code
    self.controller = controller
    self.parameters = parameters
  }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "management packet")
    code = try reader.integer()
    controller = ControllerIndex(rawValue: try reader.integer())
    parameters = try reader.take(Int(try reader.integer(UInt16.self)))
    try reader.end()
  }

  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: code)
    bytes.append(littleEndian: controller.rawValue)
    bytes.append(littleEndian: UInt16(parameters.count))
    return bytes + parameters
  }
}

/// By which the kernel knows a controller, as the 0 of `hci0`; given anew each time one is plugged in.
package struct ControllerIndex: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// For what is about no controller.
  package static let none = ControllerIndex(rawValue: 0xFFFF)

  package var description: String { "hci\(rawValue)" }
}
