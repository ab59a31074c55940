import AccountSession
import JSON

/// What `LinkBook` decided and `LinkDesk` does, in this order. None of it is done while the book is held.
enum LinkAction: Hashable, Sendable {
  case radio(RadioCommand)
  /// Write how far the attempt came; then `LinkBook.kept`.
  case keep(LinkProgress)
  /// Write the bond down, with the address by which the accessory is known from now on; then `LinkBook.bondKept`.
  case keepBond(LinkProgress, PeerAddress, BondRecord)
  /// Write that it is over, and that a bond may be left which is to go; then `LinkBook.endKept`.
  case end(LinkProgress, dropping: PeerAddress?)
  /// The transaction that links; then `LinkBook.committed` or `.notCommitted`.
  case commit(LinkCandidate)
  /// Ask whether the session still is; then `LinkBook.session`.
  case ask(LinkID, Caller)
  /// Keep them; then `LinkBook.kept` with what waits for that.
  case measure([Measurement], from: PeerAddress, KeptWork)
  case keepUser(DeviceID, ScaleUser)
  /// Which frame was the last, so that no older one counts after a restart.
  case keepPlace(DeviceID, OwnerKey)
  case recordFirmware(String, DeviceID, AccountID)
  /// Write that the accessory must be linked anew, and tell its owner.
  case spoil(DeviceID, AccountID)
  /// The radio has forgotten the bond.
  case forgetBond(PeerAddress)
  case write([AccessoryTrace])
}

/// What waits for measurements to be kept, because it makes the accessory forget them.
enum KeptWork: Hashable, Sendable {
  case nothing
  /// The confirmation of the indication that brought them.
  case confirmation(ValueReceipt)
  /// The rest of the conversation with this number.
  case conversation(UInt64)
}

/// Everything the transaction that links has to know.
struct LinkCandidate: Hashable, Sendable {
  let link: LinkID
  let caller: Caller
  let peer: PeerAddress
  let profile: AccessoryProfile
  let facts: AccessoryFacts
  let isAuthenticated: Bool
  let user: ScaleUser?
  let ownerKey: OwnerKey?
  let openedAt: Timestamp

  var model: ProductModel { ProductModels.model(of: profile, facts: facts) }
  /// As it calls itself; Mi scales call themselves by letters that nobody knows them by.
  var name: String { profile == .broadcastScale ? model.title : facts.name ?? model.title }
}

/// What changes about an accessory by itself, written now and then.
struct AccessoryTrace: Hashable, Sendable {
  let device: DeviceID
  let batteryPercent: Int?
  let lastSeenAt: Timestamp?
}
