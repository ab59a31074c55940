import BluetoothHost
import BluetoothWire
import Testing

@Suite("A value")
struct ValueProcedureTests {
  private static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
  }

  private static func table(_ value: [UInt8]) -> AttributeTable {
    var table = AttributeTable()
    table.addService(AttributeUUID(.battery))
    table.addCharacteristic(
      AttributeUUID(.batteryLevel), [.read, .write],
      AttributeAccess(reading: .nothing, writing: .nothing), value: value)
    return table
  }

  @Test(
    "is read and written whole at every length",
    arguments: [23, 64, 185, 517], [0, 1, 18, 19, 20, 21, 22, 23, 44, 45, 183, 184, 185, 368, 512])
  func lengths(mtu: Int, count: Int) throws {
    var driver = ProcedureDriver()
    let value = Self.bytes(count)
    var table = Self.table(value)
    #expect(try driver.run(ValueReading(of: 3, mtu: mtu), on: &table, mtu: mtu)?.get() == value)
    var other = Self.table([])
    let written = driver.run(ValueWriting(value, at: 3, mtu: mtu), on: &other, mtu: mtu)
    #expect(throws: Never.self) { try written?.get() }
    #expect(other[3]?.value == value)
  }

  @Test("that fits one answer exactly is asked for once more")
  func exact() throws {
    var driver = ProcedureDriver()
    let part = Self.bytes(22)
    let result = driver.run(
      ValueReading(of: 3, mtu: 23), answer: answers(.readResponse(part), .readBlobResponse([])))
    #expect(try result?.get() == part)
    #expect(driver.asked == [.readRequest(3), .readBlobRequest(3, offset: 22)])
  }

  @Test(
    "ends where the server says that it is not long",
    arguments: [ATTErrorCode.attributeNotLong, .invalidOffset])
  func notLong(code: ATTErrorCode) throws {
    var driver = ProcedureDriver()
    let part = Self.bytes(22)
    let result = driver.run(
      ValueReading(of: 3, mtu: 23),
      answer: answers(
        .readResponse(part), .errorResponse(request: .readBlobRequest, handle: 3, code: code)))
    #expect(try result?.get() == part)
  }

  @Test("that is refused half-way is refused")
  func halfWay() {
    var driver = ProcedureDriver()
    let result = driver.run(
      ValueReading(of: 3, mtu: 23),
      answer: answers(
        .readResponse(Self.bytes(22)),
        .errorResponse(request: .readBlobRequest, handle: 3, code: .insufficientEncryption)))
    #expect(result == .failure(.refused(.insufficientEncryption, 3)))
  }

  @Test("without end is refused after 512 bytes")
  func endless() {
    var driver = ProcedureDriver()
    let part = Self.bytes(22)
    let result = driver.run(ValueReading(of: 3, mtu: 23)) { request in
      if case .readRequest = request { .readResponse(part) } else { .readBlobResponse(part) }
    }
    #expect(isViolation(result))
    #expect(driver.asked.count == 24)
  }

  @Test("is withdrawn when the server echoes something else")
  func echo() {
    var driver = ProcedureDriver()
    let result = driver.run(ValueWriting(Self.bytes(40), at: 3, mtu: 23)) { request in
      switch request {
      case .prepareWriteRequest(let handle, let offset, var part):
        part[0] ^= 1
        return .prepareWriteResponse(handle, offset: offset, part: part)
      case .executeWriteRequest: return .executeWriteResponse
      default: return nil
      }
    }
    #expect(isViolation(result))
    #expect(driver.asked.last == .executeWriteRequest(commits: false))
  }

  @Test("answered by something of another kind is a broken rule")
  func otherKind() {
    var driver = ProcedureDriver()
    #expect(
      isViolation(driver.run(ValueReading(of: 3, mtu: 23), answer: answers(.writeResponse))))
    #expect(
      isViolation(
        driver.run(ValueWriting([1], at: 3, mtu: 23), answer: answers(.readResponse([])))))
    #expect(
      isViolation(
        driver.run(
          ValueWriting(Self.bytes(40), at: 3, mtu: 23), answer: answers(.writeResponse))))
  }
}
