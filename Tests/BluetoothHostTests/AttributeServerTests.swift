import BluetoothHost
import BluetoothWire
import Testing

@Suite("An attribute server")
struct AttributeServerTests {
  /// 1 service, 2 declaration, 3 open value, 4 declaration, 5 encrypted value, 6 its configuration, 7 declaration,
  /// 8 authenticated value, 9 declaration, 10 a control point that nobody reads, 11 its configuration.
  private static let table: AttributeTable = {
    var table = AttributeTable()
    table.addService(AttributeUUID(.battery))
    table.addCharacteristic(
      AttributeUUID(.batteryLevel), [.read, .write],
      AttributeAccess(reading: .nothing, writing: .nothing), value: [1, 2, 3])
    table.addCharacteristic(
      AttributeUUID(.heartRateMeasurement), [.read, .notify],
      AttributeAccess(reading: .encryption, writing: .never), value: [4])
    table.addCharacteristic(
      AttributeUUID(.modelNumber), .read,
      AttributeAccess(reading: .authentication, writing: .authentication), value: [5])
    table.addCharacteristic(
      AttributeUUID(.userControlPoint), [.write, .indicate],
      AttributeAccess(reading: .never, writing: .encryption))
    return table
  }()

  private func answer(
    _ request: ATTPDU, mtu: Int = 23, security: LinkSecurity = .none,
    table: AttributeTable = Self.table
  ) -> ATTPDU {
    var server = AttributeServer()
    var table = table
    return server.response(to: request, from: &table, .init(mtu: mtu, security: security)) {
      _, _ in nil
    }
  }

  private func error(
    _ opcode: ATTOpcode, _ handle: AttributeHandle, _ code: ATTErrorCode
  ) -> ATTPDU {
    .errorResponse(request: opcode, handle: handle, code: code)
  }

  @Test("lays out services, declarations, values and configurations in the order of their handles")
  func layout() {
    let types = Self.table.all.map { $0.type.description }
    #expect(
      types == [
        "2800", "2803", "2A19", "2803", "2A37", "2902", "2803", "2A24", "2803", "2A9F", "2902",
      ])
    #expect(Self.table[2]?.value == [0x0A, 0x03, 0x00, 0x19, 0x2A])
    #expect(Self.table[0] == nil)
    #expect(Self.table[12] == nil)
  }

  @Test("gives an encrypted value only to an encrypted link, and an authenticated one to more")
  func security() {
    #expect(answer(.readRequest(3)) == .readResponse([1, 2, 3]))
    #expect(answer(.readRequest(5)) == error(.readRequest, 5, .insufficientEncryption))
    #expect(answer(.readRequest(5), security: .encrypted) == .readResponse([4]))
    #expect(
      answer(.readRequest(8), security: .encrypted)
        == error(.readRequest, 8, .insufficientAuthentication))
    #expect(answer(.readRequest(8), security: .authenticated) == .readResponse([5]))
    #expect(
      answer(.readRequest(10), security: .authenticated)
        == error(.readRequest, 10, .readNotPermitted))
    // A blob and a list of values are reads as well.
    #expect(
      answer(.readBlobRequest(5, offset: 0))
        == error(.readBlobRequest, 5, .insufficientEncryption))
    #expect(
      answer(.readMultipleRequest([3, 5]))
        == error(.readMultipleRequest, 5, .insufficientEncryption))
    #expect(
      answer(.readByTypeRequest(first: 1, last: 9, type: AttributeUUID(.heartRateMeasurement)))
        == error(.readByTypeRequest, 5, .insufficientEncryption))
  }

  @Test("lets nobody write, subscribe or prepare without the link that it takes")
  func writing() {
    #expect(answer(.writeRequest(3, [9])) == .writeResponse)
    #expect(answer(.writeRequest(2, [9])) == error(.writeRequest, 2, .writeNotPermitted))
    #expect(
      answer(.writeRequest(6, [1, 0])) == error(.writeRequest, 6, .insufficientEncryption))
    #expect(answer(.writeRequest(6, [1, 0]), security: .encrypted) == .writeResponse)
    #expect(
      answer(.writeRequest(11, [2, 0])) == error(.writeRequest, 11, .insufficientEncryption))
    #expect(
      answer(.prepareWriteRequest(10, offset: 0, part: [1]))
        == error(.prepareWriteRequest, 10, .insufficientEncryption))
    #expect(
      answer(.writeRequest(6, [1]), security: .encrypted)
        == error(.writeRequest, 6, .invalidValueLength))
  }

  @Test("refuses ranges that are none, and ends where it has nothing more")
  func ranges() {
    let any = AttributeUUID(.primaryService)
    #expect(
      answer(.readByGroupTypeRequest(first: 0, last: 9, type: any))
        == error(.readByGroupTypeRequest, 0, .invalidHandle))
    #expect(
      answer(.findInformationRequest(first: 5, last: 4))
        == error(.findInformationRequest, 5, .invalidHandle))
    #expect(
      answer(.findInformationRequest(first: 12, last: .last))
        == error(.findInformationRequest, 12, .attributeNotFound))
    #expect(
      answer(.readByTypeRequest(first: 1, last: 9, type: AttributeUUID(.appearance)))
        == error(.readByTypeRequest, 1, .attributeNotFound))
    #expect(
      answer(.readByGroupTypeRequest(first: 1, last: 9, type: AttributeUUID(.characteristic)))
        == error(.readByGroupTypeRequest, 1, .unsupportedGroupType))
    #expect(answer(.readRequest(0)) == error(.readRequest, 0, .invalidHandle))
    #expect(
      answer(.readBlobRequest(3, offset: 4)) == error(.readBlobRequest, 3, .invalidOffset))
    #expect(answer(.readBlobRequest(3, offset: 3)) == .readBlobResponse([]))
  }

  @Test("finds a service by its UUID")
  func byValue() {
    #expect(
      answer(
        .findByTypeValueRequest(
          first: 1, last: .last, type: .primaryService, value: [0x0F, 0x18]))
        == .findByTypeValueResponse([.init(1, .last)]))
    #expect(
      answer(
        .findByTypeValueRequest(first: 1, last: .last, type: .primaryService, value: [0x0F]))
        == error(.findByTypeValueRequest, 1, .attributeNotFound))
  }

  @Test("puts parts together only without gaps, and throws them away when told to")
  func parts() {
    var server = AttributeServer()
    var table = Self.table
    func ask(_ request: ATTPDU) -> ATTPDU {
      server.response(to: request, from: &table, .init(mtu: 23, security: .none)) { _, _ in nil }
    }
    _ = ask(.prepareWriteRequest(3, offset: 0, part: [7]))
    #expect(ask(.executeWriteRequest(commits: false)) == .executeWriteResponse)
    #expect(table[3]?.value == [1, 2, 3])
    _ = ask(.prepareWriteRequest(3, offset: 0, part: [7]))
    _ = ask(.prepareWriteRequest(3, offset: 2, part: [8]))
    #expect(
      ask(.executeWriteRequest(commits: true)) == error(.executeWriteRequest, 3, .invalidOffset))
    #expect(table[3]?.value == [1, 2, 3])
    for _ in 0..<64 { _ = ask(.prepareWriteRequest(3, offset: 0, part: [7])) }
    #expect(
      ask(.prepareWriteRequest(3, offset: 0, part: [7]))
        == error(.prepareWriteRequest, 3, .prepareQueueFull))
  }

  @Test("asks its owner before a write takes effect")
  func owner() {
    var server = AttributeServer()
    var table = Self.table
    let circumstance = AttributeServer.Circumstance(mtu: 23, security: .none)
    let response = server.response(to: .writeRequest(3, [9]), from: &table, circumstance) {
      $0 == 3 && $1 == [9] ? .valueNotAllowed : nil
    }
    #expect(response == error(.writeRequest, 3, .valueNotAllowed))
    #expect(table[3]?.value == [1, 2, 3])
    server.take(.writeCommand(3, [8]), into: &table, circumstance) { _, _ in nil }
    #expect(table[3]?.value == [8])
    server.take(
      .signedWriteCommand(3, [7], signature: [UInt8](repeating: 0, count: 12)), into: &table,
      circumstance
    ) { _, _ in nil }
    #expect(table[3]?.value == [8])
  }

  @Test("refuses requests that it does not know")
  func unknown() {
    let opcode = ATTOpcode(rawValue: 0x30)
    #expect(answer(.unknown(opcode, body: [])) == error(opcode, 0, .requestNotSupported))
    #expect(
      answer(.readMultipleVariableRequest([3, 5]))
        == error(.readMultipleVariableRequest, 0, .requestNotSupported))
  }

  @Test("never answers with more than the MTU", arguments: [23, 24, 25, 30, 185, 517])
  func fits(mtu: Int) {
    let requests: [ATTPDU] = [
      .findInformationRequest(first: 1, last: .last),
      .readByGroupTypeRequest(first: 1, last: .last, type: AttributeUUID(.primaryService)),
      .readByTypeRequest(first: 1, last: .last, type: AttributeUUID(.characteristic)),
      .readRequest(3), .readBlobRequest(3, offset: 1), .readMultipleRequest([3, 3, 3, 3, 3]),
    ]
    var table = Self.table
    table.setValue([UInt8](repeating: 1, count: 512), at: 3)
    for request in requests {
      let response = answer(request, mtu: mtu, table: table)
      #expect(response.encoded().count <= mtu)
      #expect(response.opcode == request.opcode.response)
    }
  }

  @Test("of the gateway tells its name to anybody, and is written by nobody")
  func gateway() {
    let table = AttributeTable.gateway(named: "Lanyard")
    #expect(answer(.readRequest(3), table: table) == .readResponse(Array("Lanyard".utf8)))
    for attribute in table.all { #expect(attribute.access.writing == .never) }
    #expect(
      answer(
        .readByGroupTypeRequest(first: 1, last: .last, type: AttributeUUID(.primaryService)),
        table: table)
        == .readByGroupTypeResponse([
          .init(.init(1, 5), [0x00, 0x18]), .init(.init(6, .last), [0x01, 0x18]),
        ]))
  }
}
