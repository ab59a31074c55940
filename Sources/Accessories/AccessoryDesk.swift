package import AccountSession
package import Cryptography
package import HTTP
package import SQLite

/// The capability as the composition root sees it: accessories, their links and their measurements.
package final class AccessoryDesk: Sendable {
  package static let migrations = MigrationSet(component: "Accessories", steps: [])
  /// How often `tick` should be called: deadlines are kept to within this.
  package static let tickInterval: Duration = .milliseconds(250)

  /// - Parameters:
  ///   - sealing: for what an accessory is opened with, kept sealed at rest.
  ///   - databasePath: of the file that the desk's writer writes; measurements are read from it off the loops.
  package init(
    desk: AccountDesk, radio: any AccessoryRadio, sealing: SealingKey, databasePath: String,
    limits: AccessoryLimits = .usual
  ) throws {}

  /// Everything under `/v1/accessories` and `/v1/measurements`, for one loop.
  package func routes(gate: SessionGate) -> [Route] { [] }

  /// Ends what a restart left unfinished, calls the linked accessories, and begins to listen to the radio. Waits for the database:
  /// never on a loop.
  package func start() throws {}

  /// Lets deadlines pass. Call it every `tickInterval`, from any one thread at a time; it returns at once.
  package func tick() {}

  /// Stops listening; what is queued is still written. Before the writer is closed.
  package func stop() {}
}
