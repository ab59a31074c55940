import BluetoothWire
import Cryptography
import Testing

@Suite("A declaration")
struct DeclarationTests {
  @Test("of a characteristic is read with a short and with a long UUID")
  func characteristic() throws {
    let short = CharacteristicDeclaration(
      properties: [.read, .notify], valueHandle: 3, uuid: AttributeUUID(.batteryLevel))
    #expect(try CharacteristicDeclaration(parsing: hex("12 0300 192A")) == short)
    #expect(short.encoded() == hex("12 0300 192A"))
    let long = hex("12 0300 000710AF0900182112350000 07000000")
    #expect(
      try CharacteristicDeclaration(parsing: long).uuid == AttributeUUID.huami(.huamiSteps))
    expectWhole(long, mayEndAt: [5]) { _ = try CharacteristicDeclaration(parsing: $0) }
  }

  @Test("has the properties of Part G, 3.3.1.1")
  func properties() {
    let table: [(UInt8, CharacteristicProperties)] = [
      (0x01, .broadcast), (0x02, .read), (0x04, .writeWithoutResponse), (0x08, .write),
      (0x10, .notify), (0x20, .indicate), (0x40, .signedWrite), (0x80, .extended),
    ]
    for (bit, property) in table { #expect(property.rawValue == bit) }
  }

  @Test("of an included service may leave its UUID out")
  func include() throws {
    let range = try #require(AttributeRange(0x14, 0x16))
    #expect(
      try IncludeDeclaration(parsing: hex("1400 1600 0F18"))
        == IncludeDeclaration(range: range, uuid: .battery))
    #expect(
      IncludeDeclaration(range: range, uuid: .battery).encoded() == hex("1400 1600 0F18"))
    expectWhole(hex("1400 1600 0F18"), mayEndAt: [4]) { _ = try IncludeDeclaration(parsing: $0) }
    #expect(throws: WireError.self) { try IncludeDeclaration(parsing: hex("1600 1400")) }
  }

  @Test("of a change names a range that is one")
  func change() throws {
    #expect(try ServiceChange(parsing: hex("0100 FFFF")).range == .all)
    expectWhole(hex("0100 FFFF")) { _ = try ServiceChange(parsing: $0) }
    #expect(throws: WireError.self) { try ServiceChange(parsing: hex("0000 FFFF")) }
    #expect(throws: WireError.self) { try ServiceChange(parsing: hex("0200 0100")) }
  }

  @Test("of what a client wants prefers the way that does not wait for it")
  func configuration() throws {
    #expect(try ClientConfiguration(parsing: hex("0200")) == .indications)
    #expect(ClientConfiguration.notifications.encoded() == hex("0100"))
    expectWhole(hex("0100")) { _ = try ClientConfiguration(parsing: $0) }
    #expect(ClientConfiguration(offeredBy: [.notify, .indicate]) == .notifications)
    #expect(ClientConfiguration(offeredBy: [.read, .indicate]) == .indications)
    #expect(ClientConfiguration(offeredBy: [.read, .write]) == [])
  }

  /// Core Specification 5.4, Vol 3, Part G, Appendix B: the attributes, one a line, and the hash.
  @Test("is covered by the database hash as in the specification's sample")
  func hash() {
    var database = DatabaseDefinition()
    let sample: [(UInt16, UUID16, String)] = [
      (0x0001, .primaryService, "0018"), (0x0002, .characteristic, "0A0300002A"),
      (0x0003, .deviceName, "00"), (0x0004, .characteristic, "020500012A"),
      (0x0005, .appearance, "00"), (0x0006, .primaryService, "0118"),
      (0x0007, .characteristic, "200800052A"), (0x0008, .serviceChanged, "00"),
      (0x0009, .clientConfiguration, "0000"), (0x000A, .characteristic, "0A0B00292B"),
      (0x000B, .clientSupportedFeatures, "00"), (0x000C, .characteristic, "020D002A2B"),
      (0x000D, .databaseHash, "00"), (0x000E, .primaryService, "0818"),
      (0x000F, .include, "140016000F18"), (0x0010, .characteristic, "A21100182A"),
      (0x0011, UUID16(rawValue: 0x2A18), "00"), (0x0012, .clientConfiguration, "0000"),
      (0x0013, .extendedProperties, "0000"), (0x0014, .secondaryService, "0F18"),
      (0x0015, .characteristic, "021600192A"), (0x0016, .batteryLevel, "64"),
    ]
    for (handle, type, value) in sample {
      database.add(AttributeHandle(rawValue: handle), type: type, value: hex(value))
    }
    // The cipher counts from the other end than the radio does.
    let hash = AES128.cmac(database.hashMessage, key: [UInt8](repeating: 0, count: 16))
    #expect(hash == hex("F1CA2D48ECF58BAC8A8830BBB9FBA990"))
  }
}
