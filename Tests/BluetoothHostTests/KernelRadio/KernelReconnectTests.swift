import BluetoothWire
import Kernel
import Testing

@testable import BluetoothHost

@Suite("A bonded accessory", .timeLimit(.minutes(1)))
struct KernelReconnectTests {
  /// A ready radio that has just heard the accessory.
  private func heard(
    _ change: (inout ScriptedKernel.Script) -> Void = { _ in }
  ) async throws -> KernelScene {
    let scene = try KernelScene(bonds: [KernelScene.bond()], change: change)
    try await scene.untilReady()
    scene.radio.connect(to: KernelScene.address)
    scene.kernel.hear(KernelScene.peer)
    #expect(await scene.nextChannel()?.peer == KernelScene.address)
    return scene
  }

  @Test("is called when it is heard, and handed over encrypted without pairing")
  func reconnected() async throws {
    let scene = try await heard()
    #expect(await scene.next() == .connected(.authenticated))
  }

  @Test("is waited for until its encryption is as good as its bond")
  func rising() async throws {
    let scene = try await heard { $0.security = .none }
    scene.kernel.change { $0.security = .encrypted }
    scene.kernel.change { $0.security = .authenticated }
    #expect(await scene.next() == .connected(.authenticated))
  }

  @Test(
    "that has lost its key is quarantined and neither paired with nor spoken to (BLESA)",
    arguments: [DisconnectReason.authenticationFailure, .unspecified])
  func blesa(reason: DisconnectReason) async throws {
    let scene = try await heard { $0.security = .none }
    scene.kernel.tell(0x000B, KernelScene.peer.encoded() + [8, 0, 0, 0, 0, 0])
    scene.kernel.tell(0x000C, KernelScene.peer.encoded() + [reason.rawValue])
    #expect(await scene.next() == .refused(.keyMissing))
    // Not called again, however often it is heard and asked for.
    scene.kernel.hear(KernelScene.peer)
    scene.radio.connect(to: KernelScene.address)
    #expect(await scene.next() == .refused(.keyMissing))
    // Until its owner lets it go.
    scene.radio.forget(KernelScene.address)
    #expect(await scene.command(.unpair) == KernelScene.sent(.unpair(KernelScene.peer)))
    #expect(await scene.next() == .forgot)
  }

  @Test("whose key has become short is refused (KNOB)")
  func knob() async throws {
    let scene = try await heard {
      $0.security = LinkSecurity(isEncrypted: true, isAuthenticated: true, keySize: 7)
    }
    #expect(await scene.next() == .refused(.keyTooShort))
  }

  @Test("that hangs up, or goes out of reach, is only away", arguments: [1, 2, 3] as [UInt8])
  func away(reason: UInt8) async throws {
    let scene = try await heard { $0.security = .none }
    scene.kernel.tell(0x000B, KernelScene.peer.encoded() + [8, 0, 0, 0, 0, 0])
    scene.kernel.tell(0x000C, KernelScene.peer.encoded() + [reason])
    #expect(await scene.next() == .refused(.outOfReach))
    scene.radio.connect(to: KernelScene.address)
    scene.kernel.change { $0.security = .authenticated }
    scene.kernel.hear(KernelScene.peer)
    #expect(await scene.next() == .connected(.authenticated))
  }

  @Test(
    "is forgotten by the kernel while it is away, and what the kernel will not do is not said to be done"
  )
  func forgotten() async throws {
    let scene = try KernelScene(bonds: [KernelScene.bond()]) { $0.held.insert(.unpair) }
    try await scene.untilReady()
    scene.radio.forget(KernelScene.address)
    #expect(await scene.command(.unpair) == KernelScene.sent(.unpair(KernelScene.peer)))
    scene.kernel.complete(.unpair, .busy)
    scene.radio.forget(KernelScene.address)
    #expect(await scene.command(.unpair) == KernelScene.sent(.unpair(KernelScene.peer)))
    scene.kernel.complete(.unpair, .notPaired)
    #expect(await scene.next() == .forgot)
  }

  @Test("is forgotten as soon as there is a controller that can be asked")
  func forgottenLater() async throws {
    let scene = try KernelScene { $0.held.insert(.setPowered) }
    // Off, at the beginning of the set-up, and on, at its end.
    _ = await scene.command(.setPowered)
    scene.radio.forget(KernelScene.address)
    scene.kernel.complete(.setPowered, .success)
    _ = await scene.command(.setPowered)
    scene.kernel.complete(.setPowered, .success)
    #expect(await scene.command(.unpair) == KernelScene.sent(.unpair(KernelScene.peer)))
    #expect(await scene.next() == .forgot)
  }

  @Test("does not wait for another that is away")
  func queue() {
    let addresses = (1...3).map {
      BluetoothAddress(bytes: [UInt8($0), 0, 0, 0, 0, 0xC0], isRandom: true)
    }
    var queue = ConnectQueue()
    queue.add(addresses[0], isHeard: false)
    queue.add(addresses[1], isHeard: true)
    #expect(queue.next() == addresses[1])
    #expect(queue.next() == nil)
    queue.add(addresses[2], isHeard: true)
    queue.remove(addresses[1])
    #expect(queue.next() == addresses[2])
    queue.remove(addresses[2])
    #expect(queue.next() == addresses[0])
    queue.remove(addresses[0])
    #expect(queue.next() == nil)
  }

  @Test("that could not be connected to has lost its key by these signs alone")
  func verdicts() {
    let lost: [ChannelFailure] = [
      .unprotected, .refused(.noSystemCall), .refused(.accessDenied), .refused(.badExchange),
    ]
    for failure in lost { #expect(ChannelVerdict.refusal(failure) == .keyMissing) }
    let away: [ChannelFailure] = [
      .unreached, .refused(.timedOut), .refused(.connectionRefused), .refused(.connectionReset),
      .refused(.busy), .refused(.connectionAborted),
    ]
    for failure in away { #expect(ChannelVerdict.refusal(failure) == .outOfReach) }
  }
}
