import AccountSession
import HTTP
import JSON

/// An attempt with all that belongs to it, from its opening until its end is written down.
struct OpenAttempt: Sendable {
  let id: LinkID
  let caller: Caller
  let wish: LinkWish
  let openedAt: Timestamp
  /// Under which the session was last known to be good.
  var lease: Lease
  var isAsking = false

  var attempt = LinkAttempt.discovering
  var deadline: Timestamp?
  /// Of the accessory that was chosen.
  var profile: AccessoryProfile?
  var facts = AccessoryFacts()
  var encryption: LinkEncryption?
  var isConnected = false
  /// Of what has to be opened with its key before it can be linked.
  var conversation: Conversation?
  /// For the owner's user on the scale, should it be one with users.
  var consentCode: UInt16 = 0
  var user: ScaleUser?
  /// As the wish has it, with what was opened by it.
  var ownerKey: OwnerKey?
  /// The weighing that showed that the owner is at hand.
  var weighing: [Reading] = []
  /// The bond that its end leaves to be forgotten.
  var dropped: PeerAddress?
  var isEndBeingKept = false

  func wants(_ sighting: Sighting) -> Bool {
    attempt == .discovering && wish.isMet(by: sighting)
  }
}

/// How an attempt stands, for its row and for its owner.
struct LinkProgress: Hashable, Sendable {
  let id: LinkID
  let account: AccountID
  let kind: AccessoryKind
  var state: String
  var peer: PeerAddress?
  var profile: AccessoryProfile?
  var refusal: LinkRefusal?
  var accessory: DeviceID?
  /// What the owner is asked, while it is.
  var pairing: PairingRequest?
  /// Until when the owner has time.
  var until: Timestamp?
  let openedAt: Timestamp
}

extension OpenAttempt {
  var progress: LinkProgress {
    var progress = LinkProgress(
      id: id, account: caller.account, kind: wish.kind, state: attempt.name, peer: attempt.peer,
      profile: profile, openedAt: openedAt)
    switch attempt {
    case .refused(let refusal): progress.refusal = refusal
    case .linked(let device): progress.accessory = device
    case .pairing(_, let request):
      progress.pairing = request
      progress.until = deadline
    case .awaitingPresence: progress.until = deadline
    case .discovering, .proposed, .connecting, .answered, .interrogating, .committing, .cancelled,
      .expired:
      break
    }
    return progress
  }
}
