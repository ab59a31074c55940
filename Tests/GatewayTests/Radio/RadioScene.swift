import Accessories
import BluetoothHost
import BluetoothWire
import SimulatedRadio
import Testing

@testable import Gateway

/// An air with the gateway's radio, for one test: what Accessories would command, and what it would hear.
final class RadioScene {
  let air: SimulatedAir
  private let radio: SimulatedAccessoryRadio
  private var events: AsyncStream<RadioEvent>.Iterator
  /// Whether indications are confirmed as they come.
  var confirms = true

  init(_ designs: AccessoryDesign...) throws {
    var configuration = AirConfiguration()
    configuration.patience = .milliseconds(40)
    configuration.advertisingInterval = .milliseconds(10)
    air = try SimulatedAir(configuration)
    for design in designs { air.add(design) }
    radio = try SimulatedAccessoryRadio(on: air)
    events = radio.events.makeAsyncIterator()
  }

  deinit {
    radio.stop()
    air.stop()
  }

  func send(_ command: RadioCommand) { radio.send(command) }
  func stopRadio() { radio.stop() }

  func next() async -> RadioEvent? {
    let event = await events.next()
    if confirms, case .value(let peer, _, _, let receipt?)? = event {
      send(.confirm(peer, receipt))
    }
    return event
  }

  /// What is told next, advertisements left out, in short words.
  func nextWord() async -> Word? {
    while let event = await next() {
      if case .advertisement = event { continue }
      return Word(event)
    }
    return nil
  }

  /// Pairs with what asks for a yes, and reads the events up to `ready`.
  func link(_ design: AccessoryDesign, _ plan: GATTPlan) async {
    send(.link(design.peer, plan: plan))
    _ = await nextWord()
    send(.answerPairing(design.peer, .confirm))
    while let word = await nextWord(), word != .ready {}
  }

  /// Up to the first word that is none of a value; the values on the way as well.
  func valuesUntilWord() async -> ([Word], Word?) {
    var values: [Word] = []
    while let word = await nextWord() {
      guard case .value = word else { return (values, word) }
      values.append(word)
    }
    return (values, nil)
  }

  /// An event without the address, so that it can be compared.
  enum Word: Hashable, Sendable {
    case pairing(PairingRequest)
    case bonded
    case linked(LinkEncryption)
    case value(UUID16, [UInt8])
    case ready
    case failed(LinkFailure)
    case disconnected
    case unlinked
    case advertised

    init(_ event: RadioEvent) {
      self =
        switch event {
        case .advertisement: .advertised
        case .pairingRequest(_, let request): .pairing(request)
        case .bonded: .bonded
        case .linked(_, let encryption): .linked(encryption)
        case .value(_, let characteristic, let bytes, _):
          .value(characteristic.characteristic, bytes)
        case .ready: .ready
        case .failed(_, let failure): .failed(failure)
        case .disconnected: .disconnected
        case .unlinked: .unlinked
        }
    }
  }
}

extension AccessoryDesign {
  var peer: PeerAddress { PeerAddress(address) }

  func pairing(by method: PairingMethod) -> AccessoryDesign {
    var design = self
    design.pairing = method
    return design
  }
}

extension GATTPlan {
  static let model = Characteristic(service: .deviceInformation, characteristic: .modelNumber)
  static let battery = Characteristic(service: .battery, characteristic: .batteryLevel)
  static let heartRate = Characteristic(
    service: .heartRate, characteristic: .heartRateMeasurement)
  static let steps = Characteristic(service: .huami, characteristic: .huamiSteps)
  static let control = Characteristic(service: .userProfile, characteristic: .userControlPoint)
  static let weight = Characteristic(service: .weightScale, characteristic: .weightMeasurement)
  static let composition = Characteristic(
    service: .bodyComposition, characteristic: .bodyCompositionMeasurement)

  static let band = GATTPlan(reads: [model, battery], subscriptions: [heartRate, steps])

  static let scale = GATTPlan(
    reads: [model], subscriptions: [control, weight, composition],
    writes: [
      Write(target: control, value: UserRequest.register(consent: 1_234).encoded())
    ])
}
