import BluetoothHost
import BluetoothWire
import Testing

@Suite("A discovery")
struct DiscoveryTests {
  /// Services of both widths of UUID in turn, with and without descriptors, and one with nothing.
  static let table: AttributeTable = {
    var table = AttributeTable()
    table.addService(AttributeUUID(.genericAccess))
    table.addCharacteristic(AttributeUUID(.deviceName), .read, .readable, value: [65])
    table.addService(AttributeUUID(.heartRate))
    table.addCharacteristic(AttributeUUID(.heartRateMeasurement), .notify, .readable)
    table.addDescriptor(AttributeUUID(.userDescription), .readable, value: [66])
    table.addCharacteristic(AttributeUUID(.bodySensorLocation), .read, .readable, value: [2])
    table.addService(.huami(.huamiSteps))
    table.addService(.huami(.huamiBattery))
    table.addCharacteristic(.huami(.huamiSteps), [.read, .notify], .readable)
    table.addCharacteristic(AttributeUUID(.batteryLevel), .indicate, .readable)
    return table
  }()

  @Test("finds everything, whatever the MTU", arguments: [23, 24, 31, 48, 64, 100, 185, 247, 517])
  func everything(mtu: Int) throws {
    var driver = ProcedureDriver()
    var table = Self.table
    let database = try #require(
      try driver.run(DatabaseDiscovery(), on: &table, mtu: mtu)?.get())
    let wanted = table.all
    #expect(
      database.services.map(\.uuid) == [
        AttributeUUID(.genericAccess), AttributeUUID(.heartRate), .huami(.huamiSteps),
        .huami(.huamiBattery),
      ])
    let found = database.services.flatMap(\.characteristics)
    #expect(
      found.map(\.uuid) == [
        AttributeUUID(.deviceName), AttributeUUID(.heartRateMeasurement),
        AttributeUUID(.bodySensorLocation), .huami(.huamiSteps), AttributeUUID(.batteryLevel),
      ])
    for characteristic in found {
      #expect(table[characteristic.valueHandle]?.type == characteristic.uuid)
      for descriptor in characteristic.descriptors {
        #expect(table[descriptor.handle]?.type == descriptor.type)
      }
    }
    // Every attribute is something that was found.
    let count =
      database.services.count + 2 * found.count + found.map(\.descriptors.count).reduce(0, +)
    #expect(count == wanted.count)
    let rate = try #require(
      database.characteristic(
        AttributeUUID(.heartRateMeasurement), in: AttributeUUID(.heartRate)))
    #expect(rate.descriptors.count == 2)
    #expect(rate.configuration.flatMap { table[$0]?.type } == AttributeUUID(.clientConfiguration))
    #expect(database.characteristic(rate.uuid, in: AttributeUUID(.genericAccess)) == nil)
  }

  @Test("of an empty server finds nothing")
  func empty() throws {
    var driver = ProcedureDriver()
    var table = AttributeTable()
    let database = try driver.run(DatabaseDiscovery(), on: &table)?.get()
    #expect(database == GATTDatabase())
    #expect(driver.asked.count == 1)
  }

  @Test("passes on a refusal that is no end of a list")
  func refused() {
    var driver = ProcedureDriver()
    let result = driver.run(
      ServiceDiscovery(),
      answer: answers(
        .errorResponse(request: .readByGroupTypeRequest, handle: 1, code: .insufficientResources)))
    #expect(result == .failure(.refused(.insufficientResources, 1)))
  }

  @Test("stops at a server that makes up services for ever")
  func endlessServices() {
    var driver = ProcedureDriver()
    let result = driver.run(ServiceDiscovery()) { request in
      guard case .readByGroupTypeRequest(let first, _, _) = request else { return nil }
      return .readByGroupTypeResponse([.init(.init(first, first), [0x0F, 0x18])])
    }
    #expect(isViolation(result))
    #expect(driver.asked.count <= GATTBounds.services + 1)
  }

  @Test("stops at a server that makes up descriptors for ever")
  func endlessDescriptors() {
    var driver = ProcedureDriver()
    let result = driver.run(DescriptorDiscovery(in: .of(3, .last))) { request in
      guard case .findInformationRequest(let first, _) = request else { return nil }
      return .findInformationResponse([.init(first, AttributeUUID(.userDescription))])
    }
    #expect(isViolation(result))
    #expect(driver.asked.count <= GATTBounds.descriptorsOfCharacteristic + 1)
  }

  /// As many services as are allowed, each as full as is allowed.
  @Test("stops at a server that is endless without breaking a rule")
  func endless() {
    var driver = ProcedureDriver()
    let result = driver.run(DatabaseDiscovery()) { request in
      switch request {
      case .readByGroupTypeRequest(let first, _, _):
        let end = AttributeHandle(rawValue: first.rawValue + 1_000)
        return first.rawValue < 60_000
          ? .readByGroupTypeResponse([.init(.init(first, end), [0x0F, 0x18])])
          : .errorResponse(
            request: .readByGroupTypeRequest, handle: first, code: .attributeNotFound)
      case .readByTypeRequest(let first, let last, _):
        guard let value = first.next, value <= last else { return nil }
        let declaration = CharacteristicDeclaration(
          properties: .read, valueHandle: value, uuid: AttributeUUID(.batteryLevel))
        return .readByTypeResponse([.init(first, declaration.encoded())])
      case .findInformationRequest(let first, _):
        return .findInformationResponse([.init(first, AttributeUUID(.userDescription))])
      default: return nil
      }
    }
    #expect(isViolation(result))
    #expect(driver.asked.count <= GATTBounds.requests)
  }

  static let brokenServices: [[ATTPDU.GroupValue]] = [
    // It ends before it starts; is at no handle; has no UUID.
    [.init(.init(5, 4), [0x0F, 0x18])], [.init(.init(0, 4), [0x0F, 0x18])],
    [.init(.init(1, 4), [0x0F])], [.init(.init(1, 4), [])],
    // The second does not follow the first.
    [.init(.init(1, 5), [0x0F, 0x18]), .init(.init(5, 9), [0x0F, 0x18])],
    [.init(.init(6, 9), [0x0F, 0x18]), .init(.init(1, 5), [0x0F, 0x18])],
    // Something after the last handle.
    [.init(.init(1, .last), [0x0F, 0x18]), .init(.init(.last, .last), [0x0F, 0x18])],
  ]

  @Test("refuses services that cannot be", arguments: brokenServices)
  func services(groups: [ATTPDU.GroupValue]) {
    var driver = ProcedureDriver()
    let result = driver.run(
      ServiceDiscovery(), answer: answers(.readByGroupTypeResponse(groups)))
    #expect(isViolation(result))
  }

  @Test("refuses a service that comes again")
  func again() {
    var driver = ProcedureDriver()
    let same = ATTPDU.readByGroupTypeResponse([.init(.init(1, 5), [0x0F, 0x18])])
    #expect(isViolation(driver.run(ServiceDiscovery(), answer: answers(same, same))))
    #expect(driver.asked.count == 2)
  }

  static let brokenCharacteristics: [ATTPDU.AttributeValue] = [
    // Outside the service; the value outside it; before its declaration; at it; a declaration too short.
    .init(9, [0x02, 10, 0, 0x19, 0x2A]), .init(3, [0x02, 9, 0, 0x19, 0x2A]),
    .init(3, [0x02, 2, 0, 0x19, 0x2A]), .init(3, [0x02, 3, 0, 0x19, 0x2A]), .init(3, [0x02, 4]),
    .init(3, [0x02, 0, 0, 0x19, 0x2A]),
  ]

  @Test("refuses characteristics that cannot be", arguments: brokenCharacteristics)
  func characteristics(value: ATTPDU.AttributeValue) {
    var driver = ProcedureDriver()
    let result = driver.run(
      CharacteristicDiscovery(in: .of(2, 8)), answer: answers(.readByTypeResponse([value])))
    #expect(isViolation(result))
  }

  @Test("refuses an answer of another kind")
  func otherKind() {
    var driver = ProcedureDriver()
    #expect(isViolation(driver.run(ServiceDiscovery(), answer: answers(.writeResponse))))
    #expect(
      isViolation(driver.run(CharacteristicDiscovery(in: .all), answer: answers(.writeResponse))))
    #expect(isViolation(driver.run(DescriptorDiscovery(in: .all), answer: answers(.writeResponse))))
  }
}
