package import BluetoothWire

/// Writes a value with an answer; in parts when it does not fit one request. Core Specification 5.4, Vol 3, Part G, 4.9.3
/// and 4.9.4.
package struct ValueWriting: GATTProcedure, Sendable {
  private let handle: AttributeHandle
  private let value: [UInt8]
  private let mtu: Int
  private var stage = Stage.whole

  private enum Stage: Sendable {
    case whole
    /// This part is with the server.
    case part(offset: Int, count: Int)
    case committing
    /// The server echoed something else than it was sent, so nothing of it may take effect.
    case withdrawing
  }

  package init(_ value: [UInt8], at handle: AttributeHandle, mtu: Int) {
    precondition(value.count <= ATTPDU.longestValue, "a value has at most 512 bytes")
    self.handle = handle
    self.value = value
    self.mtu = mtu
  }

  package mutating func start() -> GATTStep<Void> {
    value.count <= mtu - 3 ? .ask(.writeRequest(handle, value)) : sendPart(from: 0)
  }

  package mutating func advance(_ answer: ATTPDU) -> GATTStep<Void> {
    if case .errorResponse(_, _, let code) = answer { return .stopped(.refused(code, handle)) }
    switch (stage, answer) {
    case (.whole, .writeResponse), (.committing, .executeWriteResponse):
      return .done(())
    case (.withdrawing, .executeWriteResponse):
      return .stopped(.violation("an echo that differs from what was written"))
    case (.part(let offset, let count), .prepareWriteResponse(let echoed, let place, let part)):
      let sent = value[offset..<(offset + count)]
      guard echoed == handle, Int(place) == offset, part.elementsEqual(sent) else {
        stage = .withdrawing
        return .ask(.executeWriteRequest(commits: false))
      }
      guard offset + count == value.count else { return sendPart(from: offset + count) }
      stage = .committing
      return .ask(.executeWriteRequest(commits: true))
    default:
      return .stopped(.violation("an answer of another kind"))
    }
  }

  private mutating func sendPart(from offset: Int) -> GATTStep<Void> {
    let part = Array(value.dropFirst(offset).prefix(mtu - 5))
    stage = .part(offset: offset, count: part.count)
    return .ask(.prepareWriteRequest(handle, offset: UInt16(offset), part: part))
  }
}
