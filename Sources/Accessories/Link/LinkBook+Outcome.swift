import AccountSession
import HTTP
import JSON

/// What became of the actions.
extension LinkBook {
  /// A row was written, or not.
  mutating func kept(_ link: LinkID, isKept: Bool, at now: Timestamp) -> [LinkAction] {
    guard let index = index(of: link) else { return [] }
    guard isKept else { return move(index, .notKept, at: now) }
    guard case .proposed(let peer) = attempts[index].attempt else { return [] }
    let connects = attempts[index].profile?.isConnected ?? false
    let actions = move(index, .kept(connects: connects), at: now)
    // The weighing that made the scale known may be the one that counts: it does not go on for ever.
    guard !connects, let sighting = sightings[peer] else { return actions }
    return actions + showPresence(sighting, for: index, at: now)
  }

  /// The bond was written, or not.
  mutating func bondKept(_ link: LinkID, isKept: Bool, at now: Timestamp) -> [LinkAction] {
    guard let index = index(of: link) else { return [] }
    guard isKept else { return move(index, .notKept, at: now) }
    return attempts[index].attempt.peer.map { [.radio(.bondKept($0))] } ?? []
  }

  mutating func endKept(_ link: LinkID, isKept: Bool) {
    guard let index = index(of: link) else { return }
    if isKept {
      attempts.remove(at: index)
    } else {
      attempts[index].isEndBeingKept = false
    }
  }

  /// The transaction has linked it: from now on it is one of the account's accessories.
  mutating func committed(
    _ link: LinkID, as device: DeviceID, at now: Timestamp
  ) -> [LinkAction] {
    guard let index = index(of: link), let peer = attempts[index].attempt.peer else { return [] }
    // Its row says so already, in the same transaction.
    let open = attempts.remove(at: index)
    let candidate = open.candidate(peer)
    sightings.forget(peer)
    accessories[peer] = LinkedAccessory(
      device: device, account: open.caller.account, peer: peer, profile: candidate.profile,
      product: candidate.model.product, linkedAt: now,
      isAuthenticated: candidate.isAuthenticated, user: open.user, ownerKey: open.ownerKey,
      contact: open.contact(at: now), batteryPercent: nil, lastSeenAt: now,
      firmware: open.facts.firmware, recordedFirmware: open.facts.firmware)
    let battery = open.facts.batteryPercent.flatMap { Reading(.battery, $0) }
    let weighing = open.weighing.map { $0.attributed(.ofLink) }
    let measured = measure(peer, weighing + [battery].compactMap(\.self), at: now)
    return measured + goOn(with: peer, after: open.conversation, at: now) + tellLate(peer, at: now)
  }

  /// Whoever waits for this very one waits in vain.
  private mutating func tellLate(_ peer: PeerAddress, at now: Timestamp) -> [LinkAction] {
    let late = attempts.indices.filter { index in
      attempts[index].wish.address.map { peer.isWritten($0) } ?? false
    }
    return late.flatMap { move($0, .taken, at: now) }
  }

  /// From now on it may say all that it measures; what broke off meanwhile is called.
  private mutating func goOn(
    with peer: PeerAddress, after conversation: Conversation?, at now: Timestamp
  ) -> [LinkAction] {
    guard let accessory = accessories[peer] else { return [] }
    guard accessory.contact == .connected else { return contact(peer, .timePassed, at: now) }
    // What was opened to be linked is open.
    if let conversation {
      begin(conversation, with: peer, at: now)
      return follow([.unlocked], with: peer, at: now)
    }
    let plan = accessory.profile.plan(at: now, user: accessory.user)
    let isInPlace = accessory.profile.introduction(at: now, user: accessory.user) == plan
    return isInPlace ? converse(with: peer, at: now) : [.radio(.link(peer, plan: plan))]
  }

  mutating func notCommitted(
    _ link: LinkID, _ refusal: LinkRefusal, at now: Timestamp
  ) -> [LinkAction] {
    index(of: link).map { move($0, .notCommitted(refusal), at: now) } ?? []
  }

  enum SessionStanding: Sendable {
    case good(Lease)
    case ended
    /// The database did not answer: asked again.
    case unknown
  }

  mutating func session(
    of link: LinkID, _ standing: SessionStanding, at now: Timestamp
  ) -> [LinkAction] {
    guard let index = index(of: link) else { return [] }
    attempts[index].isAsking = false
    switch standing {
    case .good(let lease):
      attempts[index].lease = lease
      return []
    case .ended: return move(index, .sessionEnded, at: now)
    case .unknown: return []
    }
  }

  /// Its owner has given it another key, which is written already.
  mutating func take(_ key: OwnerKey, for device: DeviceID) {
    guard let peer = accessories.values.first(where: { $0.device == device })?.peer,
      let before = accessories[peer]?.ownerKey
    else { return }
    accessories[peer]?.ownerKey = OwnerKey(
      bytes: key.bytes, time: before.time, ownerNumber: before.ownerNumber)
  }

  /// Its owner has let go of it.
  mutating func unlinked(_ device: DeviceID, at now: Timestamp) -> [LinkAction] {
    guard let accessory = accessories.values.first(where: { $0.device == device }) else {
      return []
    }
    accessories[accessory.peer] = nil
    guard accessory.profile.isConnected else { return [] }
    dropping[accessory.peer] = now
    return [.radio(.unlink(accessory.peer))]
  }
}

extension OpenAttempt {
  /// As the connection that linked it left it.
  fileprivate func contact(at now: Timestamp) -> Contact {
    guard profile?.isConnected == true else { return .broadcasting }
    return isConnected ? .connected : .away(since: now, failures: 0)
  }
}
