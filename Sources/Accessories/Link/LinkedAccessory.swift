import AccountSession
import JSON

/// An accessory with an owner, as the desk has it in memory; the database has the rest.
struct LinkedAccessory: Hashable, Sendable {
  let device: DeviceID
  let account: AccountID
  let peer: PeerAddress
  let profile: AccessoryProfile
  let product: String
  /// What it said to be when it was last connected.
  var modelNumber: String?
  let linkedAt: Timestamp
  /// That digits were compared or typed when it was linked: less is refused from then on.
  let isAuthenticated: Bool
  /// Its owner's user on the scale.
  var user: ScaleUser?
  /// Of a scale that seals what it says.
  var ownerKey: OwnerKey?
  var contact: Contact
  /// What is being said on this connection.
  var conversation: OpenConversation?
  var batteryPercent: Int?
  var lastSeenAt: Timestamp?
  /// What it said to run when it was last connected, and what the registry was told.
  var firmware: String?
  var recordedFirmware: String?
  var filter = ReadingFilter()
  /// Battery or last seen differ from their row.
  var isUnwritten = false

  /// What only advertises counts as there for so long after it was seen.
  static let presenceLife: Duration = .seconds(60)

  func isConnected(at now: Timestamp) -> Bool {
    switch contact {
    case .connected: true
    case .broadcasting: lastSeenAt.map { now < $0 + Self.presenceLife } ?? false
    case .away, .calling, .spoilt: false
    }
  }

  struct OpenConversation: Hashable, Sendable {
    let number: UInt64
    var conversation: Conversation
    /// When it last went on.
    var heardAt: Timestamp
  }

  mutating func note(seen now: Timestamp) {
    lastSeenAt = now
    isUnwritten = true
  }

  mutating func note(batteryPercent percent: Int) {
    guard batteryPercent != percent else { return }
    batteryPercent = percent
    isUnwritten = true
  }
}
