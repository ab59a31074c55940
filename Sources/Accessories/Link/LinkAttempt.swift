import AccountSession

/// How far an attempt to link has come. It decides; `LinkDesk` acts. Events that come out of turn do nothing: radios repeat
/// themselves, and owners press twice.
enum LinkAttempt: Hashable, Sendable {
  /// Nothing of the kind was seen yet.
  case discovering
  /// This one was chosen. The row that says so is being written, and until it is the radio hears nothing: whatever bond it makes,
  /// a restart knows to remove it.
  case proposed(PeerAddress)
  /// The radio was told.
  case connecting(PeerAddress)
  /// The owner is asked.
  case pairing(PeerAddress, PairingRequest)
  /// The owner has answered this.
  case answered(PeerAddress, PairingRequest)
  /// Encrypted; what it is and runs is being read.
  case interrogating(PeerAddress)
  /// It is never connected: its owner steps on it to show that it is at hand (AL-02).
  case awaitingPresence(PeerAddress)
  /// One transaction asks everything once more and makes it the account's.
  case committing(PeerAddress)
  case linked(DeviceID)
  case refused(LinkRefusal)
  case cancelled
  case expired

  enum Event: Hashable, Sendable {
    case chosen(PeerAddress)
    /// Somebody else was quicker to link the one that is wanted.
    case taken
    /// The row says which one was chosen. `connects`: false for what only advertises.
    case kept(connects: Bool)
    case notKept
    case asked(PairingRequest)
    case answer(PairingAnswer)
    case bonded(PeerAddress, BondRecord)
    case encrypted(LinkEncryption)
    case ready
    /// The owner's key does not open it.
    case keyRefused
    case steppedOn
    case committed(DeviceID)
    case notCommitted(LinkRefusal)
    case failed(LinkFailure)
    case disconnected
    case cancelled
    case sessionEnded
    case timeIsUp
  }

  enum Action: Hashable, Sendable {
    case nothing
    /// Write down how far it came, and tell the account.
    case keep
    case call(PeerAddress)
    case answer(PeerAddress, PairingAnswer)
    /// Write the bond down before the link goes on.
    case keepBond(PeerAddress, BondRecord)
    case commit(PeerAddress)
    /// It is over, and the radio has nothing of it.
    case end
    /// It is over; the radio lets go, and forgets the bond it may have made.
    case drop(PeerAddress)
  }

  /// A shorter key than this can be searched. Core Specification 5.4, Vol 3, Part H, 2.3.4 allows 7 to 16 bytes.
  static let keySize = 16

  mutating func take(_ event: Event) -> Action {
    switch (self, event) {
    case (.discovering, .chosen(let peer)):
      self = .proposed(peer)
      return .keep
    case (.discovering, .taken):
      return end(as: .refused(.accessoryTaken))
    case (.proposed(let peer), .kept(connects: true)):
      self = .connecting(peer)
      return .call(peer)
    case (.proposed(let peer), .kept(connects: false)):
      self = .awaitingPresence(peer)
      return .keep

    case (.connecting(let peer), .asked(let request)):
      self = .pairing(peer, request)
      return .keep
    case (.pairing(_, let shown), .asked(let request)) where shown != request:
      // The owner may be about to confirm the digits of before, and would confirm these without having seen them.
      return end(as: .refused(.pairingFailed))
    case (.pairing, .answer(.reject)):
      return end(as: .refused(.rejected))
    case (.pairing(let peer, let request), .answer(let answer)) where request.isAnswered(by: answer):
      self = .answered(peer, request)
      return .answer(peer, answer)

    case (.answered(_, let request), .bonded(let peer, let bond)):
      self = .answered(peer, request)
      return .keepBond(peer, bond)
    case (.pairing(_, .showPasskey(let digits)), .bonded(let peer, let bond)):
      // The owner answered on the accessory.
      self = .answered(peer, .showPasskey(digits))
      return .keepBond(peer, bond)
    case (.connecting, .bonded(let peer, _)), (.pairing, .bonded(let peer, _)):
      self = .connecting(peer)
      return end(as: .refused(.notConfirmed))

    case (.answered(let peer, let request), .encrypted(let link)):
      return interrogate(peer, asked: request, link)
    case (.pairing(let peer, .showPasskey(let digits)), .encrypted(let link)):
      // The owner answered on the accessory.
      return interrogate(peer, asked: .showPasskey(digits), link)
    case (.connecting, .encrypted), (.pairing, .encrypted):
      return end(as: .refused(.notConfirmed))
    case (.interrogating(let peer), .ready), (.awaitingPresence(let peer), .steppedOn):
      self = .committing(peer)
      return .commit(peer)

    case (.interrogating, .keyRefused):
      return end(as: .refused(.wrongKey))

    case (.committing, .committed(let device)):
      self = .linked(device)
      return .nothing
    case (.committing, .notCommitted(let refusal)):
      return end(as: .refused(refusal))
    case (.committing, _):
      // The transaction is under way and decides; what breaks off now is an accessory out of reach.
      return .nothing

    case (.connecting, .failed(let failure)), (.pairing, .failed(let failure)),
      (.answered, .failed(let failure)), (.interrogating, .failed(let failure)):
      return end(as: .refused(LinkRefusal(failure)))
    case (.pairing, .disconnected), (.answered, .disconnected), (.interrogating, .disconnected):
      return end(as: .refused(.lostContact))
    case (_, .cancelled) where !isOver: return end(as: .cancelled)
    case (_, .sessionEnded) where !isOver: return end(as: .refused(.sessionEnded))
    case (_, .timeIsUp) where !isOver: return end(as: .expired)
    case (_, .notKept) where !isOver: return end(as: .refused(.storageError))
    default: return .nothing
    }
  }

  private mutating func interrogate(
    _ peer: PeerAddress, asked request: PairingRequest, _ link: LinkEncryption
  ) -> Action {
    let needsAuthentication = request != .justWorks
    guard link.keySize >= LinkAttempt.keySize, link.isAuthenticated || !needsAuthentication else {
      return end(as: .refused(.weakEncryption))
    }
    self = .interrogating(peer)
    return .keep
  }

  private mutating func end(as over: LinkAttempt) -> Action {
    let before = self
    self = over
    return before.isInTheRadio ? before.peer.map(Action.drop) ?? .end : .end
  }
}

extension LinkAttempt {
  /// The accessory it is about, once one was chosen and until it is over.
  var peer: PeerAddress? {
    switch self {
    case .proposed(let peer), .connecting(let peer), .pairing(let peer, _), .answered(let peer, _),
      .interrogating(let peer), .awaitingPresence(let peer), .committing(let peer):
      peer
    case .discovering, .linked, .refused, .cancelled, .expired: nil
    }
  }

  var isOver: Bool {
    switch self {
    case .linked, .refused, .cancelled, .expired: true
    case .discovering, .proposed, .connecting, .pairing, .answered, .interrogating,
      .awaitingPresence, .committing:
      false
    }
  }

  /// Whether the radio was told of it.
  private var isInTheRadio: Bool {
    switch self {
    case .connecting, .pairing, .answered, .interrogating, .committing: true
    case .discovering, .proposed, .awaitingPresence, .linked, .refused, .cancelled, .expired: false
    }
  }

  /// As it is stored, told and watched.
  var name: String {
    switch self {
    case .discovering: "discovering"
    case .proposed, .connecting: "connecting"
    case .pairing: "pairing"
    case .answered, .interrogating: "interrogating"
    case .awaitingPresence: "awaiting_presence"
    case .committing: "committing"
    case .linked: "linked"
    case .refused: "refused"
    case .cancelled: "cancelled"
    case .expired: "expired"
    }
  }

  /// How long it may stay as it is; nil for what waits for nobody outside.
  func patience(_ limits: AccessoryLimits) -> Duration? {
    switch self {
    case .discovering: limits.discovery
    case .proposed, .connecting: limits.connecting
    case .pairing, .awaitingPresence: limits.ownerWindow
    case .answered, .interrogating: limits.interrogation
    case .committing, .linked, .refused, .cancelled, .expired: nil
    }
  }
}

extension PairingRequest {
  /// Whether the owner's words are an answer to it. A rejection is one to all.
  func isAnswered(by answer: PairingAnswer) -> Bool {
    switch (self, answer) {
    case (_, .reject), (.justWorks, .confirm), (.compare, .confirm): true
    case (.enterPasskey, .passkey(let digits)): digits <= 999_999
    case (.justWorks, .passkey), (.compare, .passkey), (.enterPasskey, .confirm), (.showPasskey, _):
      false
    }
  }
}
