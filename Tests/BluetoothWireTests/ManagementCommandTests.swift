import BluetoothWire
import Testing

@Suite("A management command")
struct ManagementCommandTests {
  static let peer = ManagementAddress(bytes: hex("F1F4F3F2F1F0"), kind: .leRandom)
  static let key = LongTermKey(
    peer: peer, kind: .secureConnectionsAuthenticated, isForCentral: false, size: 16,
    diversifier: 0, random: [UInt8](repeating: 0, count: 8),
    value: hex("0226d1dcdf30c026c0fb2283ff950996"))

  /// Code, controller, length, then the parameters, one group of digits each.
  static let vectors: [(String, ManagementCommand)] = [
    ("0300 0200 0000", .readIndexList),
    ("0400 0200 0000", .readController),
    ("0500 0200 0100 01", .setPowered(true)),
    ("0500 0200 0100 00", .setPowered(false)),
    ("0900 0200 0100 01", .setBondable(true)),
    ("0D00 0200 0100 01", .setLowEnergy(true)),
    ("2A00 0200 0100 00", .setClassic(false)),
    ("2D00 0200 0100 01", .setSecureConnections(true)),
    ("2E00 0200 0100 00", .setDebugKeys(false)),
    ("2B00 0200 0600 0102030405C6", .setStaticAddress(hex("0102030405C6"))),
    ("1800 0200 0100 04", .setIOCapability(.keyboardDisplay)),
    ("1300 0200 0200 0000", .loadLongTermKeys([])),
    (
      "1300 0200 2600 0100 F1F4F3F2F1F0 02 03 00 10 0000 0000000000000000 "
        + "0226d1dcdf30c026c0fb2283ff950996", .loadLongTermKeys([key])
    ),
    (
      "3000 0200 1900 0100 F1F4F3F2F1F0 02 00112233445566778899AABBCCDDEEFF",
      .loadIdentityKeys([
        IdentityKey(peer: peer, value: hex("00112233445566778899AABBCCDDEEFF"))
      ])
    ),
    ("1400 0200 0700 F1F4F3F2F1F0 02", .disconnect(peer)),
    ("1900 0200 0800 F1F4F3F2F1F0 02 04", .pair(peer, .keyboardDisplay)),
    ("1A00 0200 0700 F1F4F3F2F1F0 02", .cancelPairing(peer)),
    ("1B00 0200 0800 F1F4F3F2F1F0 02 01", .unpair(peer)),
    ("1C00 0200 0700 F1F4F3F2F1F0 02", .confirm(peer)),
    ("1D00 0200 0700 F1F4F3F2F1F0 02", .refuseConfirmation(peer)),
    ("1E00 0200 0B00 F1F4F3F2F1F0 02 40E20100", .enterPasskey(peer, 123_456)),
    ("1F00 0200 0700 F1F4F3F2F1F0 02", .refusePasskey(peer)),
    ("2300 0200 0100 06", .startDiscovery),
    ("2400 0200 0100 06", .stopDiscovery),
    (
      "5200 0200 2300 01 16 00 02 1B18" + String(repeating: "00", count: 29),
      .addPatternMonitor([AdvertisementPattern(type: .serviceValue16, value: [0x1B, 0x18])])
    ),
    ("5300 0200 0200 0000", .removeMonitors),
  ]

  @Test("is written as mgmt-api.txt lays it out", arguments: vectors.indices)
  func written(place: Int) {
    let (text, command) = ManagementCommandTests.vectors[place]
    let packet = command.packet(to: ControllerIndex(rawValue: 2))
    #expect(packet.encoded() == hex(text))
  }

  @Test("is read back as the packet that it is, and at no other length")
  func packets() throws {
    let bytes = hex("1900 0200 0800 F1F4F3F2F1F0 02 04")
    let packet = try ManagementPacket(parsing: bytes)
    #expect(
      packet
        == ManagementCommand.pair(Self.peer, .keyboardDisplay).packet(
          to: ControllerIndex(rawValue: 2)))
    expectWhole(bytes) { _ = try ManagementPacket(parsing: $0) }
  }
}
