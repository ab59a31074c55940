package import BluetoothWire

/// Answers a client's requests from a table: the server's half of one bearer. Core Specification 5.4, Vol 3, Part F, 3.4.
package struct AttributeServer: Sendable {
  /// Parts of long values that wait for the client's word. Part F, 3.4.6.
  private var queue: [QueuedPart] = []

  private struct QueuedPart {
    let handle: AttributeHandle
    let offset: Int
    let part: [UInt8]
  }

  /// A long value of 512 bytes takes 29 parts at the smallest MTU.
  private static let longestQueue = 64

  package init() {}

  /// What a response depends on besides the table.
  package struct Circumstance: Sendable {
    package let mtu: Int
    package let security: LinkSecurity
    package init(mtu: Int, security: LinkSecurity) {
      self.mtu = mtu
      self.security = security
    }
  }

  /// - Parameter accept: asked before a write takes effect: a value that the table allows may still not be wanted. Nil takes it.
  /// - Returns: the response or the error, never longer than the MTU.
  package mutating func response(
    to request: ATTPDU, from table: inout AttributeTable, _ circumstance: Circumstance,
    accept: (AttributeHandle, [UInt8]) -> ATTErrorCode?
  ) -> ATTPDU {
    do throws(Refusal) {
      return try answer(request, &table, circumstance, accept)
    } catch {
      return .errorResponse(request: request.opcode, handle: error.handle, code: error.code)
    }
  }

  /// A write without response: done, or not, in silence.
  /// - Returns: whether it was done.
  @discardableResult
  package mutating func take(
    _ command: ATTPDU, into table: inout AttributeTable, _ circumstance: Circumstance,
    accept: (AttributeHandle, [UInt8]) -> ATTErrorCode?
  ) -> Bool {
    // Signed writes need a key that no bond here carries, and count as unwanted.
    guard case .writeCommand(let handle, let value) = command else { return false }
    let request = ATTPDU.writeRequest(handle, value)
    return response(to: request, from: &table, circumstance, accept: accept) == .writeResponse
  }

  struct Refusal: Error {
    let code: ATTErrorCode
    let handle: AttributeHandle
    init(_ code: ATTErrorCode, _ handle: AttributeHandle) {
      self.code = code
      self.handle = handle
    }
  }

  private mutating func answer(
    _ request: ATTPDU, _ table: inout AttributeTable, _ circumstance: Circumstance,
    _ accept: (AttributeHandle, [UInt8]) -> ATTErrorCode?
  ) throws(Refusal) -> ATTPDU {
    switch request {
    case .findInformationRequest(let first, let last):
      return try table.information(from: first, to: last, circumstance)
    case .findByTypeValueRequest(let first, let last, let type, let value):
      return try table.groups(from: first, to: last, type, value, circumstance)
    case .readByTypeRequest(let first, let last, let type):
      return try table.values(from: first, to: last, type, circumstance)
    case .readByGroupTypeRequest(let first, let last, let type):
      return try table.groupValues(from: first, to: last, type, circumstance)
    case .readRequest(let handle):
      let value = try table.readable(handle, circumstance)
      return .readResponse(Array(value.prefix(circumstance.mtu - 1)))
    case .readBlobRequest(let handle, let offset):
      let value = try table.readable(handle, circumstance)
      guard offset <= value.count else { throw Refusal(.invalidOffset, handle) }
      return .readBlobResponse(Array(value.dropFirst(Int(offset)).prefix(circumstance.mtu - 1)))
    case .readMultipleRequest(let handles):
      return .readMultipleResponse(try table.readable(handles, circumstance))
    case .writeRequest(let handle, let value):
      try write(value, at: handle, in: &table, circumstance, accept)
      return .writeResponse
    case .prepareWriteRequest(let handle, let offset, let part):
      _ = try table.writable(handle, circumstance)
      guard queue.count < AttributeServer.longestQueue else {
        throw Refusal(.prepareQueueFull, handle)
      }
      queue.append(QueuedPart(handle: handle, offset: Int(offset), part: part))
      return .prepareWriteResponse(handle, offset: offset, part: part)
    case .executeWriteRequest(let commits):
      let parts = queue
      queue = []
      if commits { try writeQueued(parts, in: &table, circumstance, accept) }
      return .executeWriteResponse
    default:
      throw Refusal(.requestNotSupported, .none)
    }
  }

  private func write(
    _ value: [UInt8], at handle: AttributeHandle, in table: inout AttributeTable,
    _ circumstance: Circumstance, _ accept: (AttributeHandle, [UInt8]) -> ATTErrorCode?
  ) throws(Refusal) {
    let attribute = try table.writable(handle, circumstance)
    guard value.count <= ATTPDU.longestValue else { throw Refusal(.invalidValueLength, handle) }
    if attribute.type == AttributeUUID(.clientConfiguration), value.count != 2 {
      throw Refusal(.invalidValueLength, handle)
    }
    if let code = accept(handle, value) { throw Refusal(code, handle) }
    table.setValue(value, at: handle)
  }

  /// Parts of one value must follow each other without a gap; the first that does not ends it all. Part F, 3.4.6.3.
  private func writeQueued(
    _ parts: [QueuedPart], in table: inout AttributeTable, _ circumstance: Circumstance,
    _ accept: (AttributeHandle, [UInt8]) -> ATTErrorCode?
  ) throws(Refusal) {
    var rest = parts[...]
    while let first = rest.first {
      var value: [UInt8] = []
      while let next = rest.first, next.handle == first.handle {
        guard next.offset == value.count else { throw Refusal(.invalidOffset, first.handle) }
        value += next.part
        rest = rest.dropFirst()
      }
      try write(value, at: first.handle, in: &table, circumstance, accept)
    }
  }
}
