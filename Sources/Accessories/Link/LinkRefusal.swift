/// Why an attempt did not link. Stored and told by its raw value.
enum LinkRefusal: String, Error, CaseIterable, Hashable, Sendable {
  /// It belongs to another account; nobody says whose (AL-02).
  case accessoryTaken = "accessory-taken"
  case tooManyDevices = "too-many-devices"
  case rejected = "rejected"
  case pairingFailed = "pairing-failed"
  /// It came up encrypted without its owner having been asked: a bond of before, or a radio that answers by itself.
  case notConfirmed = "not-confirmed"
  /// Not authenticated although digits were compared, or with a short key: somebody may be in between.
  case weakEncryption = "weak-encryption"
  case outOfReach = "out-of-reach"
  case lostContact = "lost-contact"
  /// It has a bond that we do not, or the other way round.
  case keyMissing = "key-missing"
  /// The key that its owner gave does not open it.
  case wrongKey = "wrong-key"
  case notSupported = "not-supported"
  case misbehaved = "misbehaved"
  case radioGone = "radio-gone"
  case sessionEnded = "session-ended"
  /// The gateway started again meanwhile.
  case interrupted = "interrupted"
  case storageError = "storage-error"

  init(_ failure: LinkFailure) {
    self =
      switch failure {
      case .outOfReach, .timedOut: .outOfReach
      case .pairingRejected: .pairingFailed
      case .keyMissing: .keyMissing
      case .keyTooShort: .weakEncryption
      case .notThisModel: .notSupported
      case .radioGone: .radioGone
      case .protocolViolation: .misbehaved
      }
  }

  /// For the owner.
  var sentence: String {
    switch self {
    case .accessoryTaken: "The accessory is linked already."
    case .tooManyDevices: "The account has too many devices: remove one that is not used."
    case .rejected: "You said that it is not yours."
    case .pairingFailed: "Pairing did not succeed: the digits differ, or the accessory said no."
    case .notConfirmed: "The accessory connected without asking you. Try again."
    case .weakEncryption: "The connection was not protected well enough. Nothing was linked."
    case .outOfReach: "The accessory did not answer. Bring it closer and try again."
    case .lostContact: "The connection broke off. Bring the accessory closer and try again."
    case .keyMissing: "The accessory remembers an older link. Reset it and try again."
    case .wrongKey: "The key is not the accessory's. Look it up again, and try again."
    case .notSupported: "The accessory does not offer what the gateway needs of its kind."
    case .misbehaved: "The accessory does not keep to its protocol."
    case .radioGone: "The gateway's radio is not there."
    case .sessionEnded: "The session that asked for the link ended."
    case .interrupted: "The gateway started again meanwhile. Try again."
    case .storageError: "The gateway could not store the link. Tell the operator."
    }
  }
}
