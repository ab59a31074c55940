import BluetoothWire
import Testing

@Suite("A management event")
struct ManagementEventTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let code: UInt16
    let parameters: [UInt8]
    let event: ManagementEvent
    let ends: Set<Int>
    let isOpenEnded: Bool

    init(
      _ code: UInt16, _ text: String, _ event: ManagementEvent, ends: Set<Int> = [],
      isOpenEnded: Bool = false
    ) {
      self.code = code
      parameters = hex(text)
      self.event = event
      self.ends = ends
      self.isOpenEnded = isOpenEnded
    }

    var testDescription: String { "\(code)" }
  }

  private static let peer = ManagementCommandTests.peer
  private static let scaleSays = hex(
    "02010606094d4942465310161b180226e607020e10293af7019a38")

  static let vectors: [Vector] = [
    // Captured from a kernel 6.1.
    Vector(
      0x0001, "0100 00 011600", .answer(.readVersion, .success, reply: [1, 0x16, 0]),
      ends: [3, 4, 5], isOpenEnded: true),
    Vector(
      0x0001, "1900 00 F1F4F3F2F1F0 02",
      .answer(.pair, .success, reply: peer.encoded()),
      ends: Set(3..<10), isOpenEnded: true),
    Vector(
      0x0012,
      "f1f4f3f2f1f0 02 ce 00000000 1b00 02010606094d4942465310161b180226e607020e10293af7019a38",
      .found(FoundDevice(address: peer, signal: -50, payload: scaleSays))),
    Vector(
      0x0012,
      "f1f4f3f2f1f0 02 ce 20000000 1b00 02010606094d4942465310161b180226e607020e10293af7019a38",
      .found(FoundDevice(address: peer, signal: -50, payload: scaleSays))),
    Vector(0x000B, "f1f4f3f2f1f0 02 08000000 0000", .connected(peer)),
    Vector(0x0010, "f1f4f3f2f1f0 02", .passkeyRequest(peer)),
    Vector(
      0x0018, "01 000000000000 f1f4f3f2f1f0 02 00000000000000000000000000000000",
      .newIdentityKey(
        IdentityKey(peer: peer, value: [UInt8](repeating: 0, count: 16)), heardAs: nil,
        isToBeKept: true)),
    Vector(
      0x000A, "01 f1f4f3f2f1f0 02 03 00 10 0000 0000000000000000 0226d1dcdf30c026c0fb2283ff950996",
      .newLongTermKey(ManagementCommandTests.key, isToBeKept: true)),
    // Written from mgmt-api.txt.
    Vector(0x0002, "0500 12", .answer(.setPowered, .blocked, reply: [])),
    Vector(0x0004, "", .controllerAdded),
    Vector(0x0005, "", .controllerRemoved),
    Vector(
      0x0006, "110A0000", .newSettings([.powered, .bondable, .lowEnergy, .secureConnections])),
    Vector(0x000C, "f1f4f3f2f1f0 02 04", .disconnected(peer, .authenticationFailure)),
    Vector(
      0x000F, "f1f4f3f2f1f0 02 01 00000000",
      .confirmationRequest(peer, digits: 0, isYesOrNo: true)),
    Vector(
      0x000F, "f1f4f3f2f1f0 02 00 3F420F00",
      .confirmationRequest(peer, digits: 999_999, isYesOrNo: false)),
    Vector(0x0017, "f1f4f3f2f1f0 02 40E20100 00", .passkeyNotice(peer, digits: 123_456)),
    Vector(
      0x0018, "01 AAFB0D948170 f1f4f3f2f1f0 02 ec0234a357c8ad05341010a60a397d9b",
      .newIdentityKey(
        IdentityKey(peer: peer, value: hex("ec0234a357c8ad05341010a60a397d9b")),
        heardAs: ManagementAddress(bytes: hex("AAFB0D948170"), kind: .leRandom),
        isToBeKept: true)),
    Vector(0x0013, "06 01", .discovering(true)),
    Vector(0x0013, "06 00", .discovering(false)),
    Vector(
      0x002F, "0000 f1f4f3f2f1f0 02 7F 00000000 0000",
      .found(FoundDevice(address: peer, signal: nil, payload: []))),
    Vector(
      0x0019, "0102",
      .unknown(ManagementEventCode(rawValue: 0x19), [1, 2]), ends: [0, 1], isOpenEnded: true),
  ]

  private static func packet(_ code: UInt16, _ parameters: [UInt8]) -> ManagementPacket {
    ManagementPacket(code: code, controller: ControllerIndex(rawValue: 0), parameters: parameters)
  }

  @Test("is read as what it says", arguments: vectors)
  func read(vector: Vector) throws {
    let event = try ManagementEvent(parsing: Self.packet(vector.code, vector.parameters))
    #expect(event == vector.event)
  }

  @Test("is refused at every other length", arguments: vectors)
  func cut(vector: Vector) {
    expectWhole(vector.parameters, mayEndAt: vector.ends, isOpenEnded: vector.isOpenEnded) {
      _ = try ManagementEvent(parsing: Self.packet(vector.code, $0))
    }
  }

  @Test("with digits that are more than six is refused")
  func tooManyDigits() {
    let packet = Self.packet(0x0017, hex("f1f4f3f2f1f0 02 40420F00 00"))
    #expect(throws: WireError.self) { try ManagementEvent(parsing: packet) }
  }

  @Test("lists the controllers, and says what one is")
  func controllers() throws {
    let list = hex("0100 0000")
    #expect(try ControllerList(parsing: list).controllers == [ControllerIndex(rawValue: 0)])
    expectWhole(list) { _ = try ControllerList(parsing: $0) }
    // Address, version 9, maker 05F1, supported and current settings, then class and names.
    let facts =
      hex("010203040506 09 F105 FFFF0100 810A0000") + [UInt8](repeating: 0, count: 263)
    let read = try ControllerFacts(parsing: facts)
    #expect(read.address == [1, 2, 3, 4, 5, 6] && read.hasPublicAddress)
    #expect(read.supported.rawValue == 0x1FFFF)
    #expect(read.current == [.powered, .classic, .lowEnergy, .secureConnections])
    expectWhole(facts, isOpenEnded: true) { _ = try ControllerFacts(parsing: $0) }
  }
}
