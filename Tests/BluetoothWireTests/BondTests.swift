import BluetoothWire
import Testing

@Suite("A bond")
struct BondTests {
  private static let identity = IdentityKey(
    peer: ManagementCommandTests.peer, value: hex("ec0234a357c8ad05341010a60a397d9b"))
  private static func bond(_ keys: Int, _ identity: IdentityKey?) -> Bond {
    Bond(
      adapter: hex("665544332211"), peer: ManagementCommandTests.peer,
      longTermKeys: [LongTermKey](repeating: ManagementCommandTests.key, count: keys),
      identityKey: identity)
  }

  @Test("is read back as it was kept", arguments: [1, 2], [true, false])
  func kept(keys: Int, isResolvable: Bool) throws {
    let bond = Self.bond(keys, isResolvable ? Self.identity : nil)
    let bytes = bond.encoded()
    #expect(bytes.count == 15 + keys * 36 + (isResolvable ? 23 : 0))
    #expect(try Bond(parsing: bytes) == bond)
    expectWhole(bytes, mayEndAt: isResolvable ? [15 + keys * 36] : []) {
      _ = try Bond(parsing: $0)
    }
  }

  @Test(
    "of another version, without keys or with too many is refused",
    arguments: [(0, 2), (14, 0), (14, 3)])
  func refused(place: Int, byte: UInt8) {
    var bytes = Self.bond(2, nil).encoded()
    bytes[place] = byte
    #expect(throws: WireError.self) { try Bond(parsing: bytes) }
  }
}
