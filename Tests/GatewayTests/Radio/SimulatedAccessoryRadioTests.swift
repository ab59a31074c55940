import Accessories
import BluetoothWire
import SimulatedRadio
import Testing

/// Through the port that Accessories uses, down to socket pairs and up again.
@Suite("The accessories' radio", .timeLimit(.minutes(1)))
struct SimulatedAccessoryRadioTests {
  private let band = AccessoryDesign.lumenBand
  private let justWorksBand = AccessoryDesign.lumenBand.pairing(by: .justWorks)
  private let scale = AccessoryDesign.terraScale

  /// A linked band, with the events up to `ready` read.
  private func linkedBand() async throws -> RadioScene {
    let scene = try RadioScene(justWorksBand)
    await scene.link(justWorksBand, .band)
    return scene
  }

  @Test("discovers, pairs, links, reads, subscribes, and brings values")
  func band() async throws {
    let scene = try RadioScene(band)
    scene.send(.startDiscovery)
    guard case .advertisement(let peer, let bytes, let signal) = await scene.next() else {
      Issue.record("heard nothing")
      return
    }
    #expect(peer == band.peer)
    #expect(signal == -58)
    #expect(AdvertisingPayload(parsing: bytes).services == [AttributeUUID(.heartRate)])
    scene.send(.link(peer, plan: .band))
    guard case .pairing(.compare) = await scene.nextWord() else {
      Issue.record("not asked")
      return
    }
    scene.send(.answerPairing(peer, .confirm))
    #expect(
      await scene.nextWord() == .linked(LinkEncryption(isAuthenticated: true, keySize: 16)))
    #expect(await scene.nextWord() == .value(.modelNumber, Array("LB-1".utf8)))
    #expect(await scene.nextWord() == .value(.batteryLevel, [87]))
    #expect(await scene.nextWord() == .ready)
    scene.air.step(band.address)
    guard case .value(.heartRateMeasurement, let rate) = await scene.nextWord(),
      case .value(.huamiSteps, let steps) = await scene.nextWord()
    else {
      Issue.record("no values")
      return
    }
    #expect(try HeartRateReading(parsing: rate).contact == .detected)
    #expect(try StepsReading(parsingHuami: steps).steps >= 4_200)
  }

  @Test("is ready only when a control point has answered what it was told")
  func controlPoint() async throws {
    let scene = try RadioScene(scale)
    scene.send(.link(scale.peer, plan: .scale))
    _ = await scene.nextWord()
    scene.send(.answerPairing(scale.peer, .confirm))
    guard case .linked = await scene.nextWord() else {
      Issue.record("not linked")
      return
    }
    let (values, word) = await scene.valuesUntilWord()
    #expect(word == .ready)
    #expect(
      values == [
        .value(.modelNumber, Array("TS-1".utf8)), .value(.userControlPoint, [0x20, 1, 1, 1]),
      ])
  }

  @Test("leaves an indication unconfirmed until told that it is kept, and so loses none")
  func unconfirmed() async throws {
    let scene = try RadioScene(scale)
    await scene.link(scale, .scale)
    scene.confirms = false
    scene.air.weigh(Weighing(fiveGrams: 14_490, user: 1), on: scale.address)
    let weighed = try #require(await scene.nextWord())
    guard case .value(.weightMeasurement, _) = weighed else {
      Issue.record("\(weighed)")
      return
    }
    // The body composition waits behind it; the gateway dies in between.
    scene.air.setReach(false, of: scale.address)
    #expect(await scene.nextWord() == .disconnected)
    scene.air.setReach(true, of: scale.address)
    scene.confirms = true
    scene.send(.link(scale.peer, plan: .scale))
    guard case .linked? = await scene.nextWord() else {
      Issue.record("not linked")
      return
    }
    let (values, word) = await scene.valuesUntilWord()
    #expect(values.contains(weighed))
    #expect(word == .ready)
    // All of it was confirmed, and none of it comes a third time.
    scene.send(.link(scale.peer, plan: .scale))
    #expect(await !scene.valuesUntilWord().0.contains(weighed))
  }

  @Test("carries out another plan on the same connection")
  func anotherPlan() async throws {
    let scene = try await linkedBand()
    scene.send(
      .link(
        band.peer, plan: GATTPlan(reads: [GATTPlan.battery], subscriptions: [GATTPlan.heartRate])))
    #expect(await scene.nextWord() == .value(.batteryLevel, [87]))
    #expect(await scene.nextWord() == .ready)
    scene.air.step(band.address)
    // What the new plan leaves out is not passed on, although the band still sends it.
    guard case .value(.heartRateMeasurement, _) = await scene.nextWord() else {
      Issue.record("no value")
      return
    }
    scene.air.step(band.address)
    guard case .value(.heartRateMeasurement, _) = await scene.nextWord() else {
      Issue.record("another value")
      return
    }
  }

  @Test("tells of a lost connection once, and links again by the bond when told to")
  func lost() async throws {
    let scene = try await linkedBand()
    scene.air.setReach(false, of: band.address)
    #expect(await scene.nextWord() == .disconnected)
    scene.send(.link(band.peer, plan: .band))
    #expect(await scene.nextWord() == .failed(.outOfReach))
    scene.air.setReach(true, of: band.address)
    scene.send(.link(band.peer, plan: .band))
    #expect(
      await scene.nextWord() == .linked(LinkEncryption(isAuthenticated: false, keySize: 16)))
    #expect(await scene.valuesUntilWord().1 == .ready)
  }

  @Test("refuses a band that lacks what the plan wants")
  func notThisModel() async throws {
    let scene = try RadioScene(justWorksBand)
    scene.send(.link(band.peer, plan: .scale))
    _ = await scene.nextWord()
    scene.send(.answerPairing(band.peer, .confirm))
    guard case .linked = await scene.nextWord() else {
      Issue.record("not linked")
      return
    }
    #expect(await scene.valuesUntilWord().1 == .failed(.notThisModel))
  }

  @Test("does without what is optional, and not without what is needed")
  func optional() async throws {
    let strap = AccessoryDesign.pulseStrap
    var plan = GATTPlan.band
    plan.optional = [GATTPlan.steps]
    let scene = try RadioScene(strap)
    await scene.link(strap, plan)
    scene.air.step(strap.address)
    guard case .value(.heartRateMeasurement, _)? = await scene.nextWord() else {
      Issue.record("no heart rate")
      return
    }
    scene.send(.link(strap.peer, plan: .band))
    #expect(await scene.valuesUntilWord().1 == .failed(.notThisModel))
  }

  @Test("passes on why there is no link")
  func refusals() async throws {
    var weak = justWorksBand
    weak.keySize = 8
    let cases: [(AccessoryDesign, PairingAnswer, LinkFailure)] = [
      (weak, .confirm, .keyTooShort), (justWorksBand, .reject, .pairingRejected),
      (band.pairing(by: .showsPasskey(7)), .passkey(8), .pairingRejected),
    ]
    for (design, answer, failure) in cases {
      let scene = try RadioScene(design)
      scene.send(.link(design.peer, plan: .band))
      _ = await scene.nextWord()
      scene.send(.answerPairing(design.peer, answer))
      #expect(await scene.nextWord() == .failed(failure))
    }
    let scene = try await linkedBand()
    scene.air.loseKey(of: band.address)
    #expect(await scene.nextWord() == .disconnected)
    scene.send(.link(band.peer, plan: .band))
    #expect(await scene.nextWord() == .failed(.keyMissing))
  }

  static let misdeeds: [Misdeed] = [
    .hasNoEnd, .answers(.readByGroupTypeRequest, with: [0x11]),
    .answers(.readRequest, with: [0x13]), .answers(.writeRequest, with: [0x01, 0x0A, 0, 0, 0]),
  ]

  @Test("hangs up on an accessory that breaks the protocol, and says so", arguments: misdeeds)
  func violations(misdeed: Misdeed) async throws {
    let scene = try RadioScene(justWorksBand)
    scene.air.misbehave(misdeed, band.address)
    scene.send(.link(band.peer, plan: .band))
    _ = await scene.nextWord()
    scene.send(.answerPairing(band.peer, .confirm))
    _ = await scene.nextWord()
    guard case .failed(.protocolViolation) = await scene.valuesUntilWord().1 else {
      Issue.record("went on")
      return
    }
  }

  @Test("hears of an accessory that hangs up half-way", arguments: [1, 4, 8, 12])
  func halfWay(requests: Int) async throws {
    let scene = try RadioScene(justWorksBand)
    scene.air.misbehave(.hangsUp(afterRequests: requests), band.address)
    scene.send(.link(band.peer, plan: .band))
    _ = await scene.nextWord()
    scene.send(.answerPairing(band.peer, .confirm))
    _ = await scene.nextWord()
    #expect(await scene.valuesUntilWord().1 == .disconnected)
  }

  @Test("unlinks what is connected, what is away and what was never linked")
  func unlinks() async throws {
    let scene = try await linkedBand()
    scene.send(.unlink(band.peer))
    #expect(await scene.nextWord() == .unlinked)
    scene.send(.unlink(scale.peer))
    #expect(await scene.nextWord() == .unlinked)
    // Without a bond the owner is asked again.
    scene.send(.link(band.peer, plan: .band))
    #expect(await scene.nextWord() == .pairing(.justWorks))
    scene.air.setReach(false, of: band.address)
    #expect(await scene.nextWord() == .failed(.outOfReach))
    scene.send(.unlink(band.peer))
    #expect(await scene.nextWord() == .unlinked)
  }

  @Test("says nothing more of what was cancelled")
  func cancelled() async throws {
    let scene = try RadioScene(justWorksBand)
    scene.send(.link(band.peer, plan: .band))
    #expect(await scene.nextWord() == .pairing(.justWorks))
    scene.send(.cancel(band.peer))
    scene.send(.answerPairing(band.peer, .confirm))
    scene.send(.unlink(scale.peer))
    #expect(await scene.nextWord() == .unlinked)
  }

  @Test("links several accessories at once")
  func several() async throws {
    let scene = try RadioScene(justWorksBand, scale)
    scene.send(.link(band.peer, plan: .band))
    scene.send(.link(scale.peer, plan: .scale))
    var ready = 0
    while ready < 2, let event = await scene.next() {
      if case .pairingRequest(let peer, _) = event { scene.send(.answerPairing(peer, .confirm)) }
      if case .ready = event { ready += 1 }
    }
    #expect(ready == 2)
  }

  @Test("ends its events when it stops")
  func stops() async throws {
    let scene = try await linkedBand()
    scene.stopRadio()
    #expect(await scene.nextWord() == nil)
    scene.send(.link(band.peer, plan: .band))
    #expect(await scene.nextWord() == nil)
  }

  @Test("finds no radio on an air that has ended")
  func gone() async throws {
    let scene = try RadioScene(justWorksBand)
    scene.air.stop()
    scene.send(.link(band.peer, plan: .band))
    #expect(await scene.nextWord() == .failed(.radioGone))
  }
}
