import BluetoothHost
import BluetoothWire
import SimulatedRadio
import Testing

@Suite("A peer that does harm", .timeLimit(.minutes(1)))
struct HostilePeerTests {
  private func scene(_ misdeed: Misdeed) async throws -> Scene {
    let scene = try Scene(.lumenBand)
    scene.air.misbehave(misdeed, AccessoryDesign.lumenBand.address)
    try await scene.connect(to: .lumenBand)
    return scene
  }

  static let junk: [(ATTOpcode, [UInt8])] = [
    // A packet that is too short for what it claims, of no known kind, of another kind, without bytes after the opcode; a record
    // length of zero; two services at one place; an error about something else.
    (.readByGroupTypeRequest, [0x11, 0x06, 0x01]), (.readByGroupTypeRequest, [0x0B, 0x01]),
    (.readByGroupTypeRequest, [0x11]), (.readByGroupTypeRequest, [0x11, 0x00, 0x01, 0x00]),
    (
      .readByGroupTypeRequest,
      [0x11, 0x06, 0x01, 0x00, 0x05, 0x00, 0x0F, 0x18, 0x01, 0x00, 0x05, 0x00, 0x0F, 0x18]
    ),
    (.readByTypeRequest, [0x01, 0x0A, 0x03, 0x00, 0x0A]),
    (.readByTypeRequest, [0x09, 0x07, 0x01, 0x00, 0x02, 0x01, 0x00, 0x37, 0x2A]),
    (.findInformationRequest, [0x05, 0x03, 0x01, 0x00]),
    (.findInformationRequest, [0x05, 0x01, 0x00, 0x00, 0x02, 0x29]),
    (.readByGroupTypeRequest, [UInt8](repeating: 0x1B, count: 600)),
    (.readByGroupTypeRequest, [0x1E]),
  ]

  @Test("is hung up on when it answers with what no server may say", arguments: junk)
  func garbage(request: ATTOpcode, bytes: [UInt8]) async throws {
    let scene = try await scene(.answers(request, with: bytes))
    let result = await scene.radio.discover()
    switch result {
    case .success: Issue.record("believed it")
    case .failure(let fault):
      if case .refused = fault { Issue.record("took it for a refusal") }
    }
    guard case .ended(.violation) = await scene.next() else {
      Issue.record("still speaks to it")
      return
    }
  }

  @Test("is hung up on when its services never end")
  func endless() async throws {
    let scene = try await scene(.hasNoEnd)
    guard case .failure(.violation) = await scene.radio.discover() else {
      Issue.record("believed it")
      return
    }
    guard case .ended(.violation) = await scene.next() else {
      Issue.record("still speaks to it")
      return
    }
  }

  @Test("that hangs up in the middle leaves nothing waiting", arguments: [0, 1, 2, 5, 9])
  func hangsUp(requests: Int) async throws {
    let scene = try await scene(.hangsUp(afterRequests: requests))
    #expect(await scene.radio.discover() == .failure(.abandoned))
    #expect(await scene.next() == .ended(.peerGone))
  }

  @Test("that floods does not keep others from being heard")
  func floods() async throws {
    let scene = try await scene(.floods(500))
    // It sends more than its own socket takes, and is the one to lose the connection; or the client gets through.
    _ = await scene.radio.discover()
    scene.air.add(.terraScale)
    scene.radio.forget(AccessoryDesign.terraScale.address)
    while let event = await scene.next() {
      if event == .forgot { return }
    }
    Issue.record("not heard")
  }

  @Test("whose services change without end is hung up on")
  func changes() async throws {
    let scene = try await scene(.changesAlways)
    for _ in 0..<(3 * GATTClient.mostDatabasesLost) { _ = await scene.radio.discover() }
    for _ in 0..<GATTClient.mostDatabasesLost { #expect(await scene.next() == .databaseLost) }
    guard case .ended(.violation) = await scene.next() else {
      Issue.record("still speaks to it")
      return
    }
  }
}
