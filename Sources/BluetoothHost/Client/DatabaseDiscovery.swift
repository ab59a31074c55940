package import BluetoothWire

/// Finds everything that a server has: its services, their characteristics, and the descriptors of those.
package struct DatabaseDiscovery: GATTProcedure, Sendable {
  package typealias Step = GATTStep<GATTDatabase>

  private var stage = Stage.services(ServiceDiscovery())
  /// Found but not yet looked into, the next one last.
  private var unopened: [RemoteService] = []
  private var services: [RemoteService] = []
  private var requests = 0

  private enum Stage: Sendable {
    case services(ServiceDiscovery)
    case characteristics(RemoteService, CharacteristicDiscovery)
    /// Those in front of `next` have their descriptors.
    case descriptors(RemoteService, [RemoteCharacteristic], next: Int, DescriptorDiscovery)
  }

  package init() {}

  package mutating func start() -> Step {
    begin(ServiceDiscovery(), as: Stage.services)
  }

  package mutating func advance(_ answer: ATTPDU) -> Step {
    switch stage {
    case .services(var discovery):
      let step = discovery.advance(answer)
      stage = .services(discovery)
      return follow(step) { machine, found in
        machine.unopened = found.reversed()
        return machine.openNextService()
      }
    case .characteristics(let service, var discovery):
      let step = discovery.advance(answer)
      stage = .characteristics(service, discovery)
      return follow(step) { machine, found in machine.describe(found, from: 0, of: service) }
    case .descriptors(let service, let characteristics, let next, var discovery):
      let step = discovery.advance(answer)
      stage = .descriptors(service, characteristics, next: next, discovery)
      return follow(step) { machine, found in
        var characteristics = characteristics
        characteristics[next] = characteristics[next].described(by: found)
        return machine.describe(characteristics, from: next + 1, of: service)
      }
    }
  }

  private mutating func openNextService() -> Step {
    while let service = unopened.popLast() {
      if let first = service.range.first.next,
        let inside = AttributeRange(first, service.range.last)
      {
        return begin(CharacteristicDiscovery(in: inside)) { .characteristics(service, $0) }
      }
      services.append(service)
    }
    return .done(GATTDatabase(services: services))
  }

  private mutating func describe(
    _ characteristics: [RemoteCharacteristic], from index: Int, of service: RemoteService
  ) -> Step {
    for next in index..<max(index, characteristics.count) {
      // Descriptors lie between a value and the next declaration, if there is room for any.
      let end =
        next + 1 < characteristics.count
        ? AttributeHandle(rawValue: characteristics[next + 1].declaration.rawValue - 1)
        : service.range.last
      if let first = characteristics[next].valueHandle.next,
        let range = AttributeRange(first, end)
      {
        return begin(DescriptorDiscovery(in: range)) {
          .descriptors(service, characteristics, next: next, $0)
        }
      }
    }
    services.append(
      RemoteService(uuid: service.uuid, range: service.range, characteristics: characteristics))
    return openNextService()
  }

  private mutating func begin<P: GATTProcedure>(
    _ procedure: P, as stage: (P) -> Stage
  ) -> Step {
    var procedure = procedure
    let step = procedure.start()
    self.stage = stage(procedure)
    return follow(step) { _, _ in .stopped(.violation("an answer before the question")) }
  }

  /// Passes requests and faults on, and goes on where a part is done.
  private mutating func follow<Part>(
    _ step: GATTStep<Part>, done: (inout DatabaseDiscovery, Part) -> Step
  ) -> Step {
    switch step {
    case .ask(let request):
      requests += 1
      guard requests <= GATTBounds.requests else {
        return .stopped(.violation("attributes without end"))
      }
      return .ask(request)
    case .done(let part): return done(&self, part)
    case .stopped(let fault): return .stopped(fault)
    }
  }
}
