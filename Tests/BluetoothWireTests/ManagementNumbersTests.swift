import BluetoothWire
import Testing

/// The numbers as BlueZ's doc/mgmt-api.txt prints them, written down a second time.
@Suite("The numbers of the management interface")
struct ManagementNumbersTests {
  @Test("of commands are those under which they are described")
  func opcodes() {
    let table: [(UInt16, ManagementOpcode)] = [
      (0x0001, .readVersion), (0x0003, .readIndexList), (0x0004, .readController),
      (0x0005, .setPowered), (0x0009, .setBondable), (0x000D, .setLowEnergy),
      (0x0013, .loadLongTermKeys), (0x0014, .disconnect), (0x0018, .setIOCapability),
      (0x0019, .pair), (0x001A, .cancelPairing), (0x001B, .unpair), (0x001C, .confirm),
      (0x001D, .refuseConfirmation), (0x001E, .enterPasskey), (0x001F, .refusePasskey),
      (0x0023, .startDiscovery), (0x0024, .stopDiscovery), (0x002A, .setClassic),
      (0x002B, .setStaticAddress), (0x002D, .setSecureConnections), (0x002E, .setDebugKeys),
      (0x0030, .loadIdentityKeys), (0x0052, .addPatternMonitor), (0x0053, .removeMonitor),
    ]
    for (number, opcode) in table { #expect(opcode.rawValue == number) }
  }

  @Test("of events are those under which they are described")
  func events() {
    let table: [(UInt16, ManagementEventCode)] = [
      (0x0001, .commandComplete), (0x0002, .commandStatus), (0x0004, .indexAdded),
      (0x0005, .indexRemoved), (0x0006, .newSettings), (0x000A, .newLongTermKey),
      (0x000B, .deviceConnected), (0x000C, .deviceDisconnected), (0x000F, .confirmationRequest),
      (0x0010, .passkeyRequest), (0x0012, .deviceFound), (0x0013, .discovering),
      (0x0017, .passkeyNotice), (0x0018, .newIdentityKey), (0x002F, .monitorFound),
    ]
    for (number, code) in table { #expect(code.rawValue == number) }
  }

  @Test("of statuses are those of \"Status Codes\", with their words")
  func statuses() {
    let table: [(UInt8, ManagementStatus, String)] = [
      (0x00, .success, "success"), (0x01, .unknownCommand, "unknown command"),
      (0x02, .notConnected, "not connected"), (0x03, .failed, "failed"),
      (0x04, .connectFailed, "connect failed"),
      (0x05, .authenticationFailed, "authentication failed"), (0x06, .notPaired, "not paired"),
      (0x07, .noResources, "no resources"), (0x08, .timeout, "timeout"),
      (0x09, .alreadyConnected, "already connected"), (0x0A, .busy, "busy"),
      (0x0B, .rejected, "rejected"), (0x0C, .notSupported, "not supported"),
      (0x0D, .invalidParameters, "invalid parameters"), (0x0E, .disconnected, "disconnected"),
      (0x0F, .notPowered, "not powered"), (0x10, .cancelled, "cancelled"),
      (0x11, .invalidIndex, "invalid index"), (0x12, .blocked, "blocked by rfkill"),
      (0x13, .alreadyPaired, "already paired"), (0x14, .permissionDenied, "permission denied"),
    ]
    for (number, status, words) in table {
      #expect(status.rawValue == number)
      #expect(status.description == words)
    }
    #expect(ManagementStatus(rawValue: 0x7F).description == "status 0x7f")
  }

  @Test("of settings, keys, addresses and reasons are those of their tables")
  func others() {
    let settings: [(UInt32, ControllerSettings)] = [
      (0x0000_0001, .powered), (0x0000_0010, .bondable), (0x0000_0080, .classic),
      (0x0000_0200, .lowEnergy), (0x0000_0800, .secureConnections), (0x0000_1000, .debugKeys),
      (0x0000_2000, .privacy), (0x0000_8000, .staticAddress),
    ]
    for (bit, setting) in settings { #expect(setting.rawValue == bit) }
    let keys: [(UInt8, LongTermKey.Kind, Bool)] = [
      (0, .legacy, false), (1, .legacyAuthenticated, true), (2, .secureConnections, false),
      (3, .secureConnectionsAuthenticated, true), (4, .debug, false),
    ]
    for (number, kind, isAuthenticated) in keys {
      #expect(kind.rawValue == number)
      #expect(kind.isAuthenticated == isAuthenticated)
    }
    #expect(
      [AddressKind.classic, .lePublic, .leRandom].map(\.rawValue) == [0x00, 0x01, 0x02])
    #expect(
      [DisconnectReason.unspecified, .timeout, .local, .remote, .authenticationFailure]
        .map(\.rawValue) == [0, 1, 2, 3, 4])
    #expect(IOCapability.keyboardDisplay.rawValue == 0x04)
    #expect(ControllerIndex.none.rawValue == 0xFFFF)
  }

  @Test("tell an address that stays from one that changes by the two highest bits")
  func identities() {
    func isIdentity(_ highest: UInt8, _ kind: AddressKind) -> Bool {
      ManagementAddress(bytes: [1, 2, 3, 4, 5, highest], kind: kind).isIdentity
    }
    #expect(isIdentity(0x00, .lePublic))
    #expect(isIdentity(0xC0, .leRandom))
    #expect(!isIdentity(0x40, .leRandom))
    #expect(!isIdentity(0x00, .leRandom))
    #expect(!isIdentity(0xC0, .classic))
    let bytes = hex("F1F4F3F2F1F0 02")
    expectWhole(bytes) {
      let address = try ManagementAddress(parsing: $0)
      #expect(address.encoded() == bytes)
    }
  }
}
