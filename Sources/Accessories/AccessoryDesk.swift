package import AccountSession
package import Cryptography
package import HTTP
package import SQLite

/// The capability as the composition root sees it: accessories, their links and their measurements.
package final class AccessoryDesk: Sendable {
  package static let migrations = MigrationSet(
    component: "Accessories",
    steps: [
      LinkStore.migration, AccessoryStore.migration, MeasurementStore.migration,
      AccessoryStore.namesLeave, BondStore.migration, AttributionStore.migration,
      AccessoryStore.locks,
    ])
  /// How often `tick` should be called: deadlines are kept to within this.
  package static let tickInterval: Duration = .milliseconds(250)

  let links: LinkDesk
  let inbox: MeasurementInbox
  let archive: MeasurementArchive
  private let limits: AccessoryLimits

  /// - Parameters:
  ///   - sealing: for what an accessory is opened with, kept sealed at rest.
  ///   - databasePath: of the file that the desk's writer writes; measurements are read from it off the loops.
  package init(
    desk: AccountDesk, radio: any AccessoryRadio, sealing: SealingKey, databasePath: String,
    limits: AccessoryLimits = .usual
  ) throws {
    self.limits = limits
    inbox = MeasurementInbox(desk: desk, limits: limits)
    archive = try MeasurementArchive(
      path: databasePath, revision: desk.writer.revision, limits: limits)
    links = LinkDesk(desk: desk, radio: radio, sealing: sealing, inbox: inbox, limits: limits)
  }

  /// Everything under `/v1/accessories` and `/v1/measurements`, for one loop.
  package func routes(gate: SessionGate) -> [Route] {
    AccessoryRoutes(links: links, gate: gate).all
      + LinkRoutes(links: links, gate: gate).all
      + MeasurementRoutes(
        links: links, archive: archive, inbox: inbox, limits: limits, gate: gate
      ).all
  }

  /// Ends what a restart left unfinished, calls the linked accessories, and begins to listen to the radio. Waits for the database:
  /// never on a loop.
  package func start() throws { try links.start() }

  /// Lets deadlines pass. Call it every `tickInterval`, from any one thread at a time; it returns at once.
  package func tick() {
    links.tick()
    inbox.write()
  }

  /// Stops listening; what is queued is still written. Before the writer is closed.
  package func stop() { links.stop() }

  /// Measurements that were given up because the writer did not take them in time, since the start; for the metrics.
  package var droppedMeasurements: Int { inbox.dropped }
}
