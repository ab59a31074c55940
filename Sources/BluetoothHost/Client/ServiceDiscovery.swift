package import BluetoothWire

/// Finds the primary services of a server. Core Specification 5.4, Vol 3, Part G, 4.4.1.
package struct ServiceDiscovery: GATTProcedure, Sendable {
  private var walk = AttributeWalk(.all, most: GATTBounds.services, of: "services")
  private var services: [RemoteService] = []

  package init() {}

  package mutating func start() -> GATTStep<[RemoteService]> {
    .ask(
      .readByGroupTypeRequest(
        first: walk.next, last: walk.last, type: AttributeUUID(.primaryService)))
  }

  package mutating func advance(_ answer: ATTPDU) -> GATTStep<[RemoteService]> {
    do throws(GATTFault) {
      switch answer {
      case .readByGroupTypeResponse(let groups): for group in groups { try take(group) }
      case .errorResponse(_, let handle, let code): try walk.stop(code, at: handle)
      default: throw .violation("an answer of another kind")
      }
      return walk.isAtEnd ? .done(services) : start()
    } catch {
      return .stopped(error)
    }
  }

  private mutating func take(_ group: ATTPDU.GroupValue) throws(GATTFault) {
    guard let range = AttributeRange(group.group.first, group.group.last) else {
      throw .violation("a service that ends before it starts")
    }
    guard let uuid = AttributeUUID(littleEndian: group.value) else {
      throw .violation("a service without a UUID")
    }
    try walk.pass(from: range.first, to: range.last)
    services.append(RemoteService(uuid: uuid, range: range))
  }
}
