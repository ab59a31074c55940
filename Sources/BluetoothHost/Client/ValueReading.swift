package import BluetoothWire

/// Reads a value, however long: after the first part, further parts until one is short. Core Specification 5.4, Vol 3,
/// Part G, 4.8.1 and 4.8.3.
package struct ValueReading: GATTProcedure, Sendable {
  private let handle: AttributeHandle
  /// What fits one answer.
  private let room: Int
  private var value: [UInt8] = []

  package init(of handle: AttributeHandle, mtu: Int) {
    self.handle = handle
    room = mtu - 1
  }

  package mutating func start() -> GATTStep<[UInt8]> { .ask(.readRequest(handle)) }

  package mutating func advance(_ answer: ATTPDU) -> GATTStep<[UInt8]> {
    switch answer {
    case .readResponse(let part), .readBlobResponse(let part):
      value += part
      guard value.count <= ATTPDU.longestValue else {
        return .stopped(.violation("a value longer than 512 bytes"))
      }
      // A full answer may be the end as well: the next one is then empty, or refused.
      guard part.count == room, value.count < ATTPDU.longestValue else { return .done(value) }
      return .ask(.readBlobRequest(handle, offset: UInt16(value.count)))
    case .errorResponse(_, _, let code) where !value.isEmpty:
      return code == .attributeNotLong || code == .invalidOffset
        ? .done(value) : .stopped(.refused(code, handle))
    case .errorResponse(_, _, let code): return .stopped(.refused(code, handle))
    default: return .stopped(.violation("an answer of another kind"))
    }
  }
}
