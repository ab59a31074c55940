import BluetoothHost
import BluetoothWire
import LanyardTesting
import SimulatedRadio
import Testing

@Suite("Pairing", .timeLimit(.minutes(1)))
struct PairingTests {
  private let band = AccessoryDesign.lumenBand.address

  @Test("by numbers is asked, confirmed, and proves that nobody is in between")
  func compare() async throws {
    let scene = try Scene(.band(.compare))
    scene.radio.connect(to: band)
    guard case .wants(.compare(let digits)) = await scene.next() else {
      Issue.record("not asked")
      return
    }
    #expect(digits <= 999_999)
    scene.radio.answer(.confirm, to: band)
    #expect(await scene.next() == .connected(.authenticated))
  }

  @Test("of what has no display works with a yes, and proves less")
  func justWorks() async throws {
    let scene = try Scene(.band(.justWorks))
    scene.radio.connect(to: band)
    #expect(await scene.next() == .wants(.justWorks))
    scene.radio.answer(.confirm, to: band)
    #expect(await scene.next() == .connected(.encrypted))
  }

  @Test("with digits that the accessory shows takes those and no others")
  func passkey() async throws {
    let scene = try Scene(.band(.showsPasskey(42_007)))
    for (reply, end) in [
      (PairingReply.passkey(42_008), TestRadio.Event.refused(.pairingRejected)),
      (.confirm, .refused(.pairingRejected)), (.passkey(42_007), .connected(.authenticated)),
    ] {
      scene.radio.connect(to: band)
      #expect(await scene.next() == .wants(.enterPasskey))
      scene.radio.answer(reply, to: band)
      #expect(await scene.next() == end)
    }
  }

  @Test("with digits typed on the accessory takes those and no others")
  func typed() async throws {
    let scene = try Scene(.band(.typesPasskey))
    for isRight in [false, true] {
      scene.radio.connect(to: band)
      guard case .wants(.showPasskey(let digits)) = await scene.next() else {
        Issue.record("not asked")
        return
      }
      // A yes on the phone is no substitute.
      scene.radio.answer(.confirm, to: band)
      scene.air.type(isRight ? digits : (digits + 1) % 1_000_000, on: band)
      #expect(
        await scene.next()
          == (isRight ? .connected(.authenticated) : .refused(.pairingRejected)))
    }
  }

  @Test("is rejected by the owner, or by an accessory that is not in its pairing mode")
  func rejected() async throws {
    let scene = try Scene(.band(.compare))
    scene.radio.connect(to: band)
    _ = await scene.next()
    scene.radio.answer(.reject, to: band)
    #expect(await scene.next() == .refused(.pairingRejected))
    let other = try Scene(.band(.refuses))
    other.radio.connect(to: band)
    #expect(await other.next() == .refused(.pairingRejected))
  }

  @Test("with a short key is refused, and leaves no bond")
  func shortKey() async throws {
    var design = AccessoryDesign.band(.justWorks)
    design.keySize = 7
    let scene = try Scene(design)
    for _ in 0..<2 {
      scene.radio.connect(to: band)
      #expect(await scene.next() == .wants(.justWorks))
      scene.radio.answer(.confirm, to: band)
      #expect(await scene.next() == .refused(.keyTooShort))
    }
  }

  @Test("is given up when nobody answers")
  func timeout() async throws {
    var configuration = Scene.configuration()
    configuration.pairingTimeout = .milliseconds(20)
    let scene = try Scene(.band(.compare), configuration: configuration)
    scene.radio.connect(to: band)
    _ = await scene.next()
    #expect(await scene.next() == .refused(.timedOut))
  }

  @Test("happens once: a bond is used again, by the next radio too")
  func bonded() async throws {
    let scene = try Scene(.band(.compare))
    try await scene.connect(to: .lumenBand)
    try scene.restart()
    scene.radio.connect(to: band)
    #expect(await scene.next() == .connected(.authenticated))
  }

  @Test("is not repeated by itself when the accessory lost its key")
  func keyMissing() async throws {
    let scene = try Scene(.band(.compare))
    try await scene.connect(to: .lumenBand)
    scene.air.loseKey(of: band)
    #expect(await scene.next() == .ended(.peerGone))
    scene.radio.connect(to: band)
    #expect(await scene.next() == .refused(.keyMissing))
    // Only once the bond is forgotten is the owner asked anew.
    scene.radio.forget(band)
    #expect(await scene.next() == .forgot)
    scene.radio.connect(to: band)
    guard case .wants = await scene.next() else {
      Issue.record("not asked")
      return
    }
  }

  @Test("forgotten ends the connection, and is told even where there was none")
  func forgotten() async throws {
    let scene = try Scene(.band(.compare))
    try await scene.connect(to: .lumenBand)
    scene.radio.forget(band)
    let told = Set([await scene.next(), await scene.next()])
    #expect(told == [.ended(.peerGone), .forgot])
    scene.radio.forget(AccessoryDesign.terraScale.address)
    #expect(await scene.next() == .forgot)
  }

  @Test("of what is away is given up in time, and comes true if it comes near before")
  func reach() async throws {
    let scene = try Scene(.band(.compare))
    scene.air.setReach(false, of: band)
    scene.radio.connect(to: band)
    #expect(await scene.next() == .refused(.outOfReach))
    scene.radio.connect(to: AccessoryDesign.miScale.address)
    #expect(await scene.next() == .refused(.outOfReach))
    var patient = Scene.configuration()
    patient.patience = .seconds(30)
    let other = try Scene(.band(.compare), configuration: patient)
    other.air.setReach(false, of: band)
    other.radio.connect(to: band)
    other.air.setReach(true, of: band)
    guard case .wants = await other.next() else {
      Issue.record("not asked")
      return
    }
  }

  @Test("abandoned is over, and an answer that comes late does nothing")
  func abandoned() async throws {
    let scene = try Scene(.band(.compare))
    scene.radio.connect(to: band)
    _ = await scene.next()
    scene.radio.abandon(band)
    scene.radio.answer(.confirm, to: band)
    scene.radio.forget(band)
    #expect(await scene.next() == .forgot)
  }

  @Test("is kept in a file across processes, where one is named")
  func file() async throws {
    let directory = TemporaryDirectory()
    var configuration = Scene.configuration()
    configuration.bondFile = directory.file("bonds")
    let before = try Scene(.band(.compare), configuration: configuration)
    try await before.connect(to: .lumenBand)
    let after = try Scene(.band(.compare), configuration: configuration)
    after.radio.connect(to: band)
    #expect(await after.next() == .connected(.authenticated))
  }

  @Test("asks the same digits for the same seed")
  func seed() async throws {
    var asked: Set<TestRadio.Event?> = []
    for _ in 0..<3 {
      let scene = try Scene(.band(.compare))
      scene.radio.connect(to: band)
      asked.insert(await scene.next())
    }
    #expect(asked.count == 1)
  }
}
