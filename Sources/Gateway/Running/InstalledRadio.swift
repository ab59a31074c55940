import Accessories
import BluetoothHost
import JSON
import Kernel
import SimulatedRadio

/// The radio that the configuration chose, with what has to be stopped when the gateway ends.
enum InstalledRadio: Sendable {
  case absent(AbsentRadio)
  case kernel(KernelAccessoryRadio)
  /// `ownAir`: nil when the air is somebody else's, who stops it.
  case simulated(SimulatedAccessoryRadio, ownAir: SimulatedAir?)

  /// - Parameters:
  ///   - air: takes the place of the one that a simulated radio would make for itself.
  ///   - dataDirectory: where a simulation keeps its bonds, as a kernel would.
  ///   - identity: see `KernelAccessoryRadio`.
  ///   - report: see `KernelAccessoryRadio`.
  ///   - failed: told when the radio ended by itself.
  init(
    _ choice: RadioChoice, air: SimulatedAir?, dataDirectory: String, identity: [UInt8],
    report: @escaping @Sendable (RadioCondition) -> Void,
    failed: @escaping @Sendable (KernelError) -> Void
  ) throws(KernelError) {
    switch (choice, air) {
    case (_, let air?):
      self = .simulated(try SimulatedAccessoryRadio(on: air, failed: failed), ownAir: nil)
    case (.none, nil):
      self = .absent(AbsentRadio())
    case (.kernel, nil):
      self = .kernel(
        try KernelAccessoryRadio(identity: identity, report: report, failed: failed))
    case (.simulated, nil):
      let air = try Self.livelyAir(bondFile: dataDirectory + "/simulated-bonds")
      self = .simulated(try SimulatedAccessoryRadio(on: air, failed: failed), ownAir: air)
    }
  }

  var port: any AccessoryRadio {
    switch self {
    case .absent(let radio): radio
    case .kernel(let radio): radio
    case .simulated(let radio, _): radio
    }
  }

  func stop() {
    switch self {
    case .absent: break
    case .kernel(let radio): radio.stop()
    case .simulated(let radio, let air):
      radio.stop()
      air?.stop()
    }
  }

  /// A band, three scales and a strap that measure something every second.
  private static func livelyAir(bondFile: String) throws(KernelError) -> SimulatedAir {
    var world = AirConfiguration()
    world.clock = { SystemClock().now.milliseconds / 1_000 }
    world.stepInterval = .seconds(1)
    world.bondFile = bondFile
    let air = try SimulatedAir(world)
    for design in [AccessoryDesign.lumenBand, .terraScale, .miScale, .pulseStrap, .sealedScale] {
      air.add(design)
    }
    return air
  }
}
