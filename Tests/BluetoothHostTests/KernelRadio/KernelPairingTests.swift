import BluetoothHost
import BluetoothWire
import Testing

@Suite("Pairing through the kernel", .timeLimit(.minutes(1)))
struct KernelPairingTests {
  private static let changing = ManagementAddress(bytes: [1, 2, 3, 4, 5, 0x46], kind: .leRandom)

  /// Up to the kernel's question whether six digits are the same, and the owner's yes.
  private func compared() async throws -> KernelScene {
    let scene = try KernelScene()
    try await scene.beginPairing()
    scene.kernel.tell(0x000F, KernelScene.peer.encoded() + [0, 0x40, 0xE2, 0x01, 0])
    #expect(await scene.next() == .wants(.compare(123_456)))
    scene.radio.answer(.confirm, to: KernelScene.address)
    #expect(await scene.command(.confirm) == KernelScene.sent(.confirm(KernelScene.peer)))
    return scene
  }

  /// Nothing of it is left in the kernel, and the owner is told.
  private func expectUndone(_ scene: KernelScene, _ refusal: LinkRefusal) async {
    #expect(await scene.next() == .refused(refusal))
    #expect(await scene.command(.unpair) == KernelScene.sent(.unpair(KernelScene.peer)))
    #expect(await scene.command(.loadLongTermKeys) == KernelScene.sent(.loadLongTermKeys([])))
  }

  @Test("asks the owner, has the bond kept, and hands over a channel that is encrypted")
  func whole() async throws {
    let scene = try await compared()
    scene.giveKey(KernelScene.key())
    scene.completePairing()
    #expect(await scene.next() == .bonded(KernelScene.address, KernelScene.bond()))
    scene.radio.bondIsKept(with: KernelScene.address)
    #expect(
      await scene.command(.loadLongTermKeys)
        == KernelScene.sent(.loadLongTermKeys([KernelScene.key()])))
    let channel = await scene.nextChannel()
    #expect(channel?.peer == KernelScene.address)
    #expect(channel?.adapter == KernelScene.adapter)
    #expect(channel?.isAuthenticated == true)
    #expect(await scene.next() == .connected(.authenticated))
  }

  @Test("types the passkey that the owner reads, and shows the one that the owner types")
  func passkeys() async throws {
    let scene = try KernelScene()
    try await scene.beginPairing()
    scene.kernel.tell(0x0010, KernelScene.peer.encoded())
    #expect(await scene.next() == .wants(.enterPasskey))
    scene.radio.answer(.passkey(42), to: KernelScene.address)
    #expect(
      await scene.command(.enterPasskey) == KernelScene.sent(.enterPasskey(KernelScene.peer, 42)))

    let other = try KernelScene()
    try await other.beginPairing()
    for entered: UInt8 in 0...2 {
      other.kernel.tell(0x0017, KernelScene.peer.encoded() + [42, 0, 0, 0, entered])
    }
    #expect(await other.next() == .wants(.showPasskey(42)))
    other.giveKey(KernelScene.key())
    other.completePairing()
    #expect(await other.next() == .bonded(KernelScene.address, KernelScene.bond()))
  }

  @Test("knows an accessory with a changing address by its identity from then on")
  func identity() async throws {
    let scene = try KernelScene()
    try await scene.untilReady()
    let address = BluetoothAddress(bytes: Self.changing.bytes, isRandom: true)
    scene.radio.connect(to: address)
    _ = await scene.command(.pair)
    scene.kernel.tell(0x000F, Self.changing.encoded() + [1, 0, 0, 0, 0])
    #expect(await scene.next() == .wants(.justWorks))
    scene.radio.answer(.confirm, to: address)
    _ = await scene.command(.confirm)
    let key = IdentityKey(peer: KernelScene.peer, value: [UInt8](repeating: 3, count: 16))
    scene.kernel.tell(0x0018, [1] + Self.changing.bytes + key.encoded())
    scene.giveKey(KernelScene.key(.secureConnections))
    scene.completePairing()
    #expect(
      await scene.next()
        == .bonded(KernelScene.address, KernelScene.bond(.secureConnections, identityKey: key)))
    scene.radio.bondIsKept(with: KernelScene.address)
    let channel = await scene.nextChannel()
    #expect(channel?.peer == KernelScene.address)
    #expect(channel?.isAuthenticated == false)
  }

  @Test("keeps no identity key of zeros, and takes it from the kernel")
  func zeroIdentity() async throws {
    let scene = try await compared()
    let zero = IdentityKey(peer: KernelScene.peer, value: [UInt8](repeating: 0, count: 16))
    scene.kernel.tell(0x0018, [1, 0, 0, 0, 0, 0, 0] + zero.encoded())
    scene.giveKey(KernelScene.key())
    scene.completePairing()
    #expect(await scene.next() == .bonded(KernelScene.address, KernelScene.bond()))
    scene.radio.bondIsKept(with: KernelScene.address)
    #expect(await scene.command(.loadIdentityKeys) == KernelScene.sent(.loadIdentityKeys([])))
  }

  @Test("asks the owner afterwards where the kernel asks nothing, as with legacy Just Works")
  func afterwards() async throws {
    let scene = try KernelScene()
    try await scene.beginPairing()
    scene.giveKey(KernelScene.key(.legacy))
    scene.completePairing()
    #expect(await scene.next() == .wants(.justWorks))
    scene.radio.answer(.reject, to: KernelScene.address)
    await expectUndone(scene, .pairingRejected)
  }

  // MARK: Attacks

  @Test("refuses a key of seven bytes (KNOB)")
  func knob() async throws {
    let scene = try await compared()
    scene.giveKey(KernelScene.key(size: 7))
    scene.completePairing()
    await expectUndone(scene, .keyTooShort)
  }

  @Test("refuses a key that everybody knows")
  func debugKey() async throws {
    let scene = try await compared()
    scene.giveKey(KernelScene.key(.debug))
    scene.completePairing()
    await expectUndone(scene, .pairingRejected)
  }

  @Test(
    "refuses a pairing in which digits were compared and none protect the key (method confusion)")
  func methodConfusion() async throws {
    let scene = try await compared()
    scene.giveKey(KernelScene.key(.secureConnections))
    scene.completePairing()
    await expectUndone(scene, .pairingRejected)
  }

  @Test("refuses a second question of another kind in the same pairing (method confusion)")
  func secondQuestion() async throws {
    let scene = try await compared()
    scene.kernel.tell(0x0010, KernelScene.peer.encoded())
    await expectUndone(scene, .pairingRejected)
  }

  @Test("takes no key of the other Bluetooth, nor one derived for it (cross-transport)")
  func crossTransport() async throws {
    let scene = try await compared()
    let classic = ManagementAddress(bytes: KernelScene.peer.bytes, kind: .classic)
    // A link key, and a long-term key of the classic address: neither is of this pairing.
    scene.kernel.tell(0x0009, [1] + classic.encoded() + [UInt8](repeating: 9, count: 18))
    scene.giveKey(KernelScene.key(peer: classic))
    #expect(await scene.command(.disconnect) == KernelScene.sent(.disconnect(classic)))
    scene.completePairing()
    await expectUndone(scene, .pairingRejected)
  }

  @Test("puts back the keys that it knows when somebody pairs unasked, and sends the peer away")
  func uninvited() async throws {
    let scene = try KernelScene(bonds: [KernelScene.bond()])
    try await scene.untilReady()
    scene.giveKey(KernelScene.key(.secureConnections))
    #expect(
      await scene.command(.disconnect) == KernelScene.sent(.disconnect(KernelScene.peer)))
    #expect(
      await scene.command(.loadLongTermKeys)
        == KernelScene.sent(.loadLongTermKeys([KernelScene.key()])))
  }

  @Test("never overwrites a bond, whatever address its peer comes by")
  func overwritten() async throws {
    let scene = try KernelScene(bonds: [KernelScene.bond()])
    try await scene.untilReady()
    let address = BluetoothAddress(bytes: Self.changing.bytes, isRandom: true)
    scene.radio.connect(to: address)
    _ = await scene.command(.pair)
    scene.kernel.tell(0x000F, Self.changing.encoded() + [1, 0, 0, 0, 0])
    _ = await scene.next()
    scene.radio.answer(.confirm, to: address)
    _ = await scene.command(.confirm)
    let key = IdentityKey(peer: KernelScene.peer, value: [UInt8](repeating: 3, count: 16))
    scene.kernel.tell(0x0018, [1] + Self.changing.bytes + key.encoded())
    scene.giveKey(KernelScene.key(.secureConnections))
    scene.completePairing()
    #expect(await scene.next() == .refused(.pairingRejected))
    #expect(
      await scene.command(.loadLongTermKeys)
        == KernelScene.sent(.loadLongTermKeys([KernelScene.key()])))
  }

  @Test("refuses an accessory that does not want to be remembered")
  func notKept() async throws {
    let scene = try await compared()
    scene.giveKey(KernelScene.key(), isToBeKept: false)
    scene.completePairing()
    await expectUndone(scene, .pairingRejected)
  }

  // MARK: Ends

  @Test("ends when the owner, the accessory or the air says no")
  func refusals() async throws {
    let refused = try KernelScene()
    try await refused.beginPairing()
    refused.kernel.complete(.pair, .connectFailed)
    await expectUndone(refused, .outOfReach)

    let failed = try await compared()
    failed.kernel.complete(.pair, .authenticationFailed)
    await expectUndone(failed, .pairingRejected)

    let rejected = try KernelScene()
    try await rejected.beginPairing()
    rejected.kernel.tell(0x0010, KernelScene.peer.encoded())
    _ = await rejected.next()
    rejected.radio.answer(.reject, to: KernelScene.address)
    await expectUndone(rejected, .pairingRejected)
  }

  @Test("leaves no key behind when it is abandoned, also when the kernel was faster")
  func abandoned() async throws {
    let scene = try await compared()
    scene.radio.abandon(KernelScene.address)
    #expect(
      await scene.command(.cancelPairing) == KernelScene.sent(.cancelPairing(KernelScene.peer)))
    #expect(await scene.command(.unpair) == KernelScene.sent(.unpair(KernelScene.peer)))
    scene.completePairing()
    #expect(await scene.command(.unpair) == KernelScene.sent(.unpair(KernelScene.peer)))
  }

  @Test("goes on with one accessory after the other")
  func oneAtATime() async throws {
    let scene = try KernelScene()
    try await scene.beginPairing()
    let other = BluetoothAddress(bytes: [9, 9, 9, 9, 9, 0xC9], isRandom: true)
    scene.radio.connect(to: other)
    scene.kernel.complete(.pair, .connectFailed)
    #expect(await scene.next() == .refused(.outOfReach))
    #expect(
      await scene.command(.pair)
        == KernelScene.sent(
          .pair(ManagementAddress(bytes: other.bytes, kind: .leRandom), .keyboardDisplay)))
  }
}
