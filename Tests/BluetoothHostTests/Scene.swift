import BluetoothHost
import BluetoothWire
import SimulatedRadio
import Testing

/// An air with a radio, for one test.
final class Scene {
  let air: SimulatedAir
  private(set) var radio: TestRadio
  private var events: AsyncStream<TestRadio.Event>.Iterator

  static func configuration() -> AirConfiguration {
    var configuration = AirConfiguration()
    configuration.patience = .milliseconds(40)
    configuration.advertisingInterval = .milliseconds(10)
    return configuration
  }

  init(
    _ designs: AccessoryDesign..., configuration: AirConfiguration = Scene.configuration()
  ) throws {
    air = try SimulatedAir(configuration)
    for design in designs { air.add(design) }
    radio = try TestRadio(on: air)
    events = radio.events.makeAsyncIterator()
  }

  deinit {
    radio.stop()
    air.stop()
  }

  /// Puts another radio in the place of the one before, as a restart does.
  func restart() throws {
    radio.stop()
    radio = try TestRadio(on: air)
    events = radio.events.makeAsyncIterator()
  }

  /// What the radio is told next, advertisements left out.
  func next() async -> TestRadio.Event? {
    while let event = await events.next() {
      if case .heard = event { continue }
      return event
    }
    return nil
  }

  func nextAdvertisement(of design: AccessoryDesign) async -> Advertisement? {
    while let event = await events.next() {
      if case .heard(let heard) = event, heard.address == design.address { return heard }
    }
    return nil
  }

  /// Connects, and says yes to whatever the owner is asked.
  func connect(to design: AccessoryDesign) async throws {
    radio.connect(to: design.address)
    if case .wants = await next() { radio.answer(.confirm, to: design.address) }
    guard case .connected = await next() else { throw Unexpected() }
  }

  func discover() async throws -> GATTDatabase { try await radio.discover().get() }

  struct Unexpected: Error {}
}

extension AccessoryDesign {
  /// The band with another way to pair.
  static func band(_ pairing: PairingMethod) -> AccessoryDesign {
    var design = AccessoryDesign.lumenBand
    design.pairing = pairing
    return design
  }
}

extension GATTDatabase {
  func find(
    _ characteristic: UUID16, in service: UUID16
  ) throws -> RemoteCharacteristic {
    try #require(
      self.characteristic(
        AttributeUUID(characteristic, in: service), in: AttributeUUID(service)))
  }
}
