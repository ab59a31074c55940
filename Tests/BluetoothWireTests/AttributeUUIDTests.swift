import BluetoothWire
import Testing

@Suite("An attribute's UUID")
struct AttributeUUIDTests {
  @Test("of 16 bits equals its long spelling in the Bluetooth base")
  func short() throws {
    let long = hex("FB349B5F8000 0080 0010 0000 0D180000")
    let uuid = try #require(AttributeUUID(littleEndian: long))
    #expect(uuid == AttributeUUID(.heartRate))
    #expect(uuid.short == .heartRate)
    #expect(uuid.littleEndian == [0x0D, 0x18])
    #expect(uuid.description == "180D")
  }

  @Test("of 128 bits has no short form and prints as usual")
  func long() throws {
    let bytes = hex("000710AF0900 1821 1235 0000 07000000")
    let uuid = try #require(AttributeUUID(littleEndian: bytes))
    #expect(uuid.short == nil)
    #expect(uuid.huamiNumber == .huamiSteps)
    #expect(uuid.littleEndian == bytes)
    #expect(uuid.description == "00000007-0000-3512-2118-0009AF100700")
  }

  @Test("has 2 or 16 bytes", arguments: [0, 1, 3, 4, 15, 17])
  func lengths(count: Int) {
    #expect(AttributeUUID(littleEndian: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test("is named by a short number within the Huami services")
  func huami() {
    #expect(AttributeUUID(.huamiSteps, in: .huami) == .huami(.huamiSteps))
    #expect(AttributeUUID(.batteryLevel, in: .huami) == AttributeUUID(.batteryLevel))
    #expect(AttributeUUID(.huamiSteps, in: .battery) == AttributeUUID(.huamiSteps))
    #expect(AttributeUUID(.heartRate).huamiNumber == nil)
  }
}
