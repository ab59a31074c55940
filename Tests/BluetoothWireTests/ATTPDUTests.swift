import BluetoothWire
import Testing

@Suite("An ATT PDU")
struct ATTPDUTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let pdu: ATTPDU
    /// Shorter lengths at which it is whole as well.
    let ends: Set<Int>
    let isOpenEnded: Bool

    init(_ text: String, _ pdu: ATTPDU, ends: Set<Int> = [], isOpenEnded: Bool = false) {
      bytes = hex(text)
      self.pdu = pdu
      self.ends = ends
      self.isOpenEnded = isOpenEnded
    }

    var testDescription: String { "\(pdu.opcode.rawValue)" }
  }

  static let huamiSteps = AttributeUUID.huami(.huamiSteps)

  /// Opcode, then the fields of Part F, 3.4, one group of digits each.
  static let vectors: [Vector] = [
    Vector(
      "01 0A 0300 0F",
      .errorResponse(request: .readRequest, handle: 3, code: .insufficientEncryption)),
    Vector("02 0502", .exchangeMTURequest(517)),
    // Captured from a real peripheral by a kernel 6.1.
    Vector("03 0502", .exchangeMTUResponse(517)),
    Vector("04 0100 FFFF", .findInformationRequest(first: .first, last: .last)),
    Vector(
      "05 01 0300 0229 0400 0129",
      .findInformationResponse([
        .init(3, AttributeUUID(.clientConfiguration)), .init(4, AttributeUUID(.userDescription)),
      ]), ends: [6]),
    Vector(
      "05 02 0700 000710AF 0900 1821 1235 0000 0700 0000",
      .findInformationResponse([.init(7, huamiSteps)])),
    Vector(
      "06 0100 FFFF 0028 0D18",
      .findByTypeValueRequest(
        first: .first, last: .last, type: .primaryService, value: [0x0D, 0x18]),
      ends: [7, 8], isOpenEnded: true),
    Vector(
      "07 0100 0500 1000 FFFF",
      .findByTypeValueResponse([.init(1, 5), .init(0x10, .last)]), ends: [5]),
    Vector(
      "08 0100 0800 0328",
      .readByTypeRequest(first: 1, last: 8, type: AttributeUUID(.characteristic))),
    Vector(
      "08 0100 0800 000710AF 0900 1821 1235 0000 0700 0000",
      .readByTypeRequest(first: 1, last: 8, type: huamiSteps), ends: [7]),
    Vector(
      "09 07 0200 0A 0300 002A 0400 0A 0500 012A",
      .readByTypeResponse([
        .init(2, hex("0A 0300 002A")), .init(4, hex("0A 0500 012A")),
      ]), ends: [9]),
    Vector("0A 0300", .readRequest(3)),
    Vector(
      "0B 73 65 63 72 65 74", .readResponse(Array("secret".utf8)), ends: [1, 2, 3, 4, 5, 6],
      isOpenEnded: true),
    Vector("0C 0300 1600", .readBlobRequest(3, offset: 22)),
    Vector("0D 01 02", .readBlobResponse([1, 2]), ends: [1, 2], isOpenEnded: true),
    Vector("0E 0300 0500 0700", .readMultipleRequest([3, 5, 7]), ends: [5]),
    Vector("0F 01 02", .readMultipleResponse([1, 2]), ends: [1, 2], isOpenEnded: true),
    Vector(
      "10 0100 FFFF 0028",
      .readByGroupTypeRequest(first: .first, last: .last, type: AttributeUUID(.primaryService))),
    // Captured.
    Vector(
      "11 06 0100 0500 0018 0600 0D00 0118 0E00 1000 E1FE",
      .readByGroupTypeResponse([
        .init(.init(1, 5), [0x00, 0x18]), .init(.init(6, 13), [0x01, 0x18]),
        .init(.init(14, 16), [0xE1, 0xFE]),
      ]), ends: [8, 14]),
    Vector("12 0300 0100", .writeRequest(3, [1, 0]), ends: [3, 4], isOpenEnded: true),
    Vector("13", .writeResponse),
    Vector("52 0300 09", .writeCommand(3, [9]), ends: [3], isOpenEnded: true),
    Vector(
      "D2 0300 09 01000000 0102030405060708",
      .signedWriteCommand(3, [9], signature: hex("01000000 0102030405060708")),
      ends: [15], isOpenEnded: true),
    Vector(
      "16 0300 1200 07", .prepareWriteRequest(3, offset: 18, part: [7]), ends: [5],
      isOpenEnded: true),
    Vector(
      "17 0300 1200 07", .prepareWriteResponse(3, offset: 18, part: [7]), ends: [5],
      isOpenEnded: true),
    Vector("18 01", .executeWriteRequest(commits: true)),
    Vector("18 00", .executeWriteRequest(commits: false)),
    Vector("19", .executeWriteResponse),
    Vector("1B 0300 06 48", .notification(3, [6, 72]), ends: [3, 4], isOpenEnded: true),
    Vector("1D 0300 01", .indication(3, [1]), ends: [3], isOpenEnded: true),
    Vector("1E", .confirmation),
    Vector(
      "20 0300 0500 0700", .readMultipleVariableRequest([3, 5, 7]), ends: [5]),
    // The last value may be cut off by the MTU, so any length after a length field is whole.
    Vector(
      "21 0100 AA 0200 BBCC", .readMultipleVariableResponse([[0xAA], [0xBB, 0xCC]]),
      ends: [3, 4, 6, 7]),
    Vector(
      "23 0300 0100 AA 0500 0000",
      .multipleNotification([.init(3, [0xAA]), .init(5, [])])),
    Vector(
      "30 01", .unknown(ATTOpcode(rawValue: 0x30), body: [1]), ends: [1], isOpenEnded: true),
  ]

  @Test("is read from its bytes and written as them", arguments: vectors)
  func reads(vector: Vector) throws {
    #expect(try ATTPDU(parsing: vector.bytes) == vector.pdu)
    #expect(vector.pdu.encoded() == vector.bytes)
    #expect(vector.pdu.opcode.rawValue == vector.bytes[0])
  }

  @Test("is refused when cut or followed by more", arguments: vectors)
  func cut(vector: Vector) {
    expectWhole(vector.bytes, mayEndAt: vector.ends, isOpenEnded: vector.isOpenEnded) {
      _ = try ATTPDU(parsing: $0)
    }
  }

  @Test("cut anywhere is written again as it came, if it is read at all", arguments: vectors)
  func roundTrip(vector: Vector) {
    for length in 0...vector.bytes.count where vector.pdu.opcode != .readMultipleVariableResponse {
      let beginning = Array(vector.bytes.prefix(length))
      guard let pdu = try? ATTPDU(parsing: beginning) else { continue }
      #expect(pdu.encoded() == beginning)
    }
  }

  @Test(
    "is refused with fields that mean nothing",
    arguments: [
      "05 00 0300 0229", "05 03 0300 0229", "09 00 0200", "09 01 0200", "11 03 0100 0500",
      "18 02", "08 0100 FFFF 002800", "23 0300 0100 AA", "0E 0300",
    ])
  func meaningless(text: String) {
    #expect(throws: WireError.self) { try ATTPDU(parsing: hex(text)) }
  }

  @Test("keeps handles as they came, even where no attribute can be")
  func keeps() throws {
    #expect(
      try ATTPDU(parsing: hex("07 0500 0100")) == .findByTypeValueResponse([.init(5, 1)]))
    #expect(AttributeRange(5, 1) == nil)
    #expect(AttributeRange(0, 1) == nil)
    #expect(AttributeRange(1, 1)?.contains(1) == true)
    #expect(AttributeRange.all.contains(0) == false)
    #expect(AttributeHandle.last.next == nil)
    #expect(AttributeHandle.first.next == 2)
  }
}
