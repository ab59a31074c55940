import AccountSession
import BluetoothWire
import HTTP
import JSON

/// Everything about links that is not in the database: the attempts, the linked accessories' contact, and what discovery sees.
///
/// A value that decides and does nothing: each call answers what is to be done. `LinkDesk` holds it behind a lock for one call
/// at a time; time and randomness come in as arguments.
struct LinkBook: Sendable {
  let limits: AccessoryLimits
  /// In the order of their opening: the first that wants an accessory has it.
  var attempts: [OpenAttempt] = []
  var accessories: [PeerAddress: LinkedAccessory] = [:]
  var sightings: Sightings
  /// Bonds that nobody owns, and when the radio was last told to forget them.
  var dropping: [PeerAddress: Timestamp] = [:]
  var paces: [AccountID: Pace] = [:]
  /// Begun so far: a number tells one connection's conversation from the next one's.
  var conversations: UInt64 = 0
  private var writtenAt: Timestamp?
  /// The radio has said its last word.
  var isRadioGone = false

  /// How often the radio is told again to forget a bond that it has not said to be gone.
  static let dropAgain: Duration = .seconds(30)
  /// How often battery and last seen are written: nobody loses more than this by a crash.
  static let writeInterval: Duration = .seconds(300)

  init(limits: AccessoryLimits) {
    self.limits = limits
    sightings = Sightings(limits: limits)
  }

  /// Begins with what a restart found: forgets the bonds that nobody owns, calls what is linked.
  mutating func begin(
    _ linked: [LinkedAccessory], bonds: [BondRecord], dropping strays: [PeerAddress],
    at now: Timestamp
  ) -> [LinkAction] {
    writtenAt = now
    for accessory in linked { accessories[accessory.peer] = accessory }
    for peer in strays { dropping[peer] = now }
    return [.radio(.restore(bonds)), .radio(.startDiscovery)]
      + strays.map { .radio(.unlink($0)) } + tick(at: now)
  }

  /// Lets time pass.
  mutating func tick(at now: Timestamp) -> [LinkAction] {
    var actions: [LinkAction] = []
    for index in attempts.indices {
      if let deadline = attempts[index].deadline, now >= deadline {
        actions += move(index, .timeIsUp, at: now)
      }
      actions += askSession(index) + endAgain(index)
    }
    for peer in Array(accessories.keys) {
      actions += contact(peer, .timePassed, at: now) + endSilence(of: peer, at: now)
    }
    for (peer, toldAt) in dropping where now >= toldAt + Self.dropAgain {
      dropping[peer] = now
      actions.append(.radio(.unlink(peer)))
    }
    sightings.forgetOld(at: now)
    if let last = writtenAt, now >= last + Self.writeInterval { actions += traces(at: now) }
    return actions
  }

  /// What has changed about accessories since it was last written.
  mutating func traces(at now: Timestamp) -> [LinkAction] {
    writtenAt = now
    paces = paces.filter { entry in
      var pace = entry.value
      return !pace.isFull(at: now)
    }
    let changed = accessories.values.filter(\.isUnwritten)
    for accessory in changed { accessories[accessory.peer]?.isUnwritten = false }
    return changed.isEmpty
      ? []
      : [
        .write(
          changed.map {
            AccessoryTrace(
              device: $0.device, batteryPercent: $0.batteryPercent, lastSeenAt: $0.lastSeenAt)
          })
      ]
  }

  // MARK: Moving the machines

  func index(of link: LinkID) -> Int? { attempts.firstIndex { $0.id == link } }

  func index(about peer: PeerAddress) -> Int? {
    attempts.firstIndex { $0.attempt.peer == peer }
  }

  /// Gives an attempt an event, and says in actions what the machine decided.
  mutating func move(
    _ index: Int, _ event: LinkAttempt.Event, at now: Timestamp
  ) -> [LinkAction] {
    let before = attempts[index].attempt
    let action = attempts[index].attempt.take(event)
    if attempts[index].attempt != before {
      attempts[index].deadline = attempts[index].attempt.patience(limits).map { now + $0 }
    }
    switch action {
    case .nothing: return []
    case .keep: return [.keep(attempts[index].progress)]
    case .call(let peer): return [.radio(.link(peer, plan: attempts[index].plan(at: now)))]
    case .answer(let peer, let answer): return [.radio(.answerPairing(peer, answer))]
    case .keepBond(let peer, let bond): return [.keepBond(attempts[index].progress, peer, bond)]
    case .commit(let peer): return [.commit(attempts[index].candidate(peer))]
    case .end: return end(index)
    case .drop(let peer):
      // What only advertises is in nobody's radio.
      guard attempts[index].profile?.isConnected ?? true else { return end(index) }
      attempts[index].dropped = peer
      dropping[peer] = now
      return end(index) + [.radio(.cancel(peer)), .radio(.unlink(peer))]
    }
  }

  private mutating func end(_ index: Int) -> [LinkAction] {
    attempts[index].isEndBeingKept = true
    return [.end(attempts[index].progress, dropping: attempts[index].dropped)]
  }

  /// An end that could not be written is tried again until it can.
  private mutating func endAgain(_ index: Int) -> [LinkAction] {
    guard attempts[index].attempt.isOver, !attempts[index].isEndBeingKept else { return [] }
    return end(index)
  }

  /// An attempt lives only as long as the session that opened it. Its transaction asks for itself.
  private mutating func askSession(_ index: Int) -> [LinkAction] {
    let open = attempts[index]
    if case .committing = open.attempt { return [] }
    guard !open.attempt.isOver, !open.isAsking, !open.lease.isCurrent else { return [] }
    attempts[index].isAsking = true
    return [.ask(open.id, open.caller)]
  }

  mutating func contact(
    _ peer: PeerAddress, _ event: Contact.Event, at now: Timestamp
  ) -> [LinkAction] {
    guard var accessory = accessories[peer] else { return [] }
    let action = accessory.contact.take(event, at: now)
    accessories[peer] = accessory
    switch action {
    case .nothing: return []
    case .call:
      return [.radio(.link(peer, plan: accessory.profile.plan(at: now, user: accessory.user)))]
    case .giveUp:
      return [.radio(.cancel(peer)), .spoil(accessory.device, accessory.account)]
    }
  }
}

extension OpenAttempt {
  func plan(at now: Timestamp) -> GATTPlan {
    guard let profile else { preconditionFailure("an accessory is called before it was chosen") }
    return profile.introduction(at: now, user: user)
  }

  func candidate(_ peer: PeerAddress) -> LinkCandidate {
    guard let profile else { preconditionFailure("an accessory is linked before it was chosen") }
    return LinkCandidate(
      link: id, caller: caller, peer: peer, profile: profile, facts: facts,
      isAuthenticated: encryption?.isAuthenticated ?? false, user: user, ownerKey: ownerKey,
      openedAt: openedAt)
  }
}
