import BluetoothHost
package import Gateway
import HTTPClient
import HTTPServer
import JSON
import Kernel
package import SimulatedRadio

/// A gateway at work for the demo, with the air around it.
package final class Stage: Sendable {
  package let scenery: Scenery
  package let gateway: RunningGateway
  package let air: SimulatedAir
  package let log: Log
  let origin: Origin

  /// Starts a gateway on the scenery's data directory.
  /// - Parameters:
  ///   - listen: nil for a port of the kernel's choice on 127.0.0.1.
  ///   - isLively: the accessories measure something every second, by themselves.
  package init(
    _ scenery: Scenery, listen: ListenAddress? = nil, isSecure: Bool = true, isLively: Bool
  ) throws {
    self.scenery = scenery
    var world = AirConfiguration()
    world.clock = { SystemClock().now.milliseconds / 1_000 }
    world.advertisingInterval = .milliseconds(100)
    world.stepInterval = isLively ? .seconds(1) : nil
    world.bondFile = scenery.path + "/simulated-bonds"
    air = try SimulatedAir(world)
    for design in [AccessoryDesign.lumenBand, .terraScale, .miScale] { air.add(design) }

    var configuration = GatewayConfiguration(dataDirectory: scenery.dataDirectory)
    if let listen { configuration.listen = listen }
    if isSecure {
      configuration.certificate = TLSConfiguration(
        certificatePath: scenery.certificatePath, keyPath: scenery.keyPath)
    }
    configuration.loops = min(2, Processors.usable)
    configuration.delivery = .outbox(directory: scenery.outbox)
    configuration.limits.drain = .seconds(2)
    log = try Log(least: .warning)
    gateway = try RunningGateway(configuration, log: log, air: air)
    origin = Origin(isSecure: isSecure, host: "127.0.0.1", port: gateway.port)
  }

  var isSecure: Bool { origin.isSecure }

  /// Where it is, for a person.
  package var url: String { origin.description }

  func phone(_ name: String) -> Phone {
    Phone(name, at: origin, trusting: scenery.certificatePath)
  }

  package func stop() {
    gateway.stop()
    air.stop()
    log.close()
  }
}
