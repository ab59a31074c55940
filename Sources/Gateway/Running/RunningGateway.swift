import Accessories
package import AccountSession
package import Cryptography
import HTTPServer
import Kernel
import SQLite
package import SimulatedRadio
import Synchronization

/// A gateway at work in this process: `start` reads as the list of what there is, `stop` as the same list backwards.
package final class RunningGateway: Sendable {
  /// Held as long as the gateway runs.
  private let directory: Mutex<DataDirectory?>
  private let writer: Writer
  private let delivery: DeliveryQueue
  private let radio: InstalledRadio
  private let desks: Desks
  private let metronome: Metronome
  private let server: Server
  private let operation: Server?
  private let readiness = Readiness()
  private let log: Log
  private let hasStopped = Mutex(false)

  /// Where the gateway listens.
  package var port: UInt16 { server.port }
  /// Where it is watched; nil when it is not.
  package var operationPort: UInt16? { operation?.port }
  /// For the first operator, and for the demo's people.
  package var accounts: AccountDesk { desks.accounts }
  /// Devices check offers with it.
  package let offerKey: Ed25519.PublicKey

  /// Opens the data directory, starts everything, and returns when requests are served. Waits for the disk.
  /// - Parameters:
  ///   - air: what a simulated radio listens to, when its owner wants to say what happens there.
  ///   - partFailed: told, on any thread, what ended that should go on as long as the gateway does. A gateway that misses a part must
  ///     not look whole: whoever holds it should stop it and start another.
  package init(
    _ configuration: GatewayConfiguration, log: Log, air: SimulatedAir? = nil,
    partFailed: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(GatewayStartError) {
    do {
      let directory = try DataDirectory.opening(configuration.dataDirectory)
      let keys = try directory.openKeys()
      let writer = try Writer(path: directory.databasePath, migrations: Desks.migrations)
      let delivery = try DeliveryQueue(
        carrier: try configuration.delivery.carrier(in: directory.path),
        limit: configuration.deliveryQueueLimit, log: log)
      let radio = try InstalledRadio(
        configuration.radio, air: air, dataDirectory: directory.path,
        identity: keys.offer.publicKey.bytes,
        report: { [readiness] in $0.tell(readiness, log) },
        failed: { partFailed("the radio has ended: \($0)") })
      let feed = LoopFeed()
      let desks = try Desks(
        on: Desks.Ground(
          writer: writer, databasePath: directory.databasePath,
          objectsPath: directory.objectsPath, keys: keys, delivery: delivery,
          radio: radio.port, feed: feed),
        configuration)
      try desks.accessories.start()
      let metronome = try Metronome("accessories", every: AccessoryDesk.tickInterval) {
        desks.accessories.tick()
      }
      let database = directory.databasePath
      let server = try Server(configuration.server(log: log), feed: feed) { _ in
        desks.service(reading: Self.reader(of: database, written: writer))
      }
      let readiness = readiness
      let operation = try configuration.operationServer.map { configuration in
        try Server(configuration, feed: LoopFeed()) { _ in
          LoopService(
            routes: OperationRoutes(readiness: readiness) {
              var metrics = MetricsText()
              metrics.add(server.counters)
              metrics.add(delivery.counters)
              metrics.add("writes_waiting", .gauge, "Writes not begun.", writer.waiting)
              metrics.add(
                "log_dropped_total", .counter, "Log entries dropped.", log.droppedCount)
              metrics.add(
                "measurements_dropped_total", .counter, "Measurements given up.",
                desks.accessories.droppedMeasurements)
              return metrics
            }.all)
        }
      }
      self.directory = Mutex(consume directory)
      self.writer = writer
      self.delivery = delivery
      self.radio = radio
      self.desks = desks
      self.metronome = metronome
      self.server = server
      self.operation = operation
      self.log = log
      offerKey = keys.offer.publicKey
    } catch {
      throw GatewayStartError(error)
    }
    readiness.state = .ready
  }

  /// Takes the certificate's files as they are now, for connections from now on. When they cannot be used, the old certificate stays.
  package func reloadCertificate() throws { try server.reloadCertificate() }

  /// Drains: readiness falls, requests under way finish, streams are told to reconnect, and the last commit is on the disk when this
  /// returns. A second call does nothing.
  package func stop() {
    let isFirst = hasStopped.withLock { hasStopped in
      defer { hasStopped = true }
      return !hasStopped
    }
    guard isFirst else { return }
    readiness.state = .draining
    server.drain()
    metronome.stop()
    desks.accessories.stop()
    radio.stop()
    delivery.close()
    writer.close()
    directory.withLock { $0 = nil }
    // Last, so that whoever watches sees that it was on its way out.
    operation?.drain()
  }

  deinit { stop() }

  /// Opened on a loop's own thread. It was opened before, by the writer, a moment ago: if it now cannot be, there is no loop, and a
  /// gateway that is missing one must not look whole.
  private static func reader(of path: String, written writer: Writer) -> Reader {
    do throws(SQLiteError) {
      return try Reader(path: path, revision: writer.revision)
    } catch {
      preconditionFailure("a loop cannot read the database: \(error)")
    }
  }
}
