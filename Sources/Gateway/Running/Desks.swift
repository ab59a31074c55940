import Accessories
import AccountSession
import Cryptography
import HTTP
import HTTPServer
import Publishing
import SQLite
import Themes
import Updates

/// Every capability at work on one database, and their routes. The order is the order of dependence.
struct Desks: Sendable {
  let accounts: AccountDesk
  let publishing: PublishingDesk
  let themes: ThemeDesk
  let updates: UpdateDesk
  let accessories: AccessoryDesk

  /// Of every table there is.
  static let migrations: [MigrationSet] = [
    AccountDesk.migrations, PublishingDesk.migrations, ThemeDesk.migrations,
    UpdateDesk.migrations, AccessoryDesk.migrations,
  ]

  /// What all desks share.
  struct Ground {
    let writer: Writer
    let databasePath: String
    let objectsPath: String
    let keys: GatewayKeys
    let delivery: any CodeDelivery
    let radio: any AccessoryRadio
    let feed: any StreamFeed
  }

  /// Waits for the disk.
  init(on ground: Ground, _ configuration: GatewayConfiguration) throws {
    accounts = AccountDesk(
      writer: ground.writer, keys: ground.keys.account, clock: SystemClock(),
      delivery: ground.delivery, epochs: EpochTable(), feed: ground.feed,
      passwordCost: configuration.passwordCost)
    publishing = try PublishingDesk(
      accounts: accounts, objects: try ObjectStore(directory: ground.objectsPath))
    themes = try ThemeDesk(accounts: accounts, publishing: publishing)
    updates = try UpdateDesk(
      accounts: accounts, publishing: publishing, offerKey: ground.keys.offer,
      offerLife: configuration.offerLife)
    accessories = try AccessoryDesk(
      desk: accounts, radio: ground.radio, sealing: ground.keys.account.sealing,
      databasePath: ground.databasePath)
  }

  /// What one loop serves. On the loop's thread.
  func service(reading reader: Reader) -> LoopService {
    let gate = SessionGate(desk: accounts, reader: reader)
    return LoopService(
      routes: accounts.routes(gate: gate) + publishing.routes(gate: gate)
        + themes.routes(gate: gate) + updates.routes(gate: gate)
        + accessories.routes(gate: gate),
      batchBegan: { gate.beginBatch() },
      batchEnded: { gate.endBatch() })
  }
}
