import JSON

/// What is said beyond a plan, and what waits for measurements to be kept.
extension LinkBook {
  /// Goes on, or begins, when a plan is in place.
  mutating func converse(with peer: PeerAddress, at now: Timestamp) -> [LinkAction] {
    guard let accessory = accessories[peer], accessory.contact == .connected else { return [] }
    if accessory.conversation == nil {
      var facts = AccessoryFacts()
      facts.model = accessory.modelNumber
      let conversation = accessory.profile.conversation(
        with: facts, user: accessory.user, key: accessory.ownerKey, at: now)
      guard let conversation else { return [] }
      begin(conversation, with: peer, at: now)
    }
    let steps = accessories[peer]?.conversation?.conversation.planned() ?? []
    return follow(steps, with: peer, at: now)
  }

  mutating func begin(
    _ conversation: Conversation, with peer: PeerAddress, at now: Timestamp
  ) {
    conversations += 1
    accessories[peer]?.conversation = LinkedAccessory.OpenConversation(
      number: conversations, conversation: conversation, heardAt: now)
  }

  /// Hangs up on what has fallen silent in the middle. What was not acknowledged comes again.
  mutating func endSilence(of peer: PeerAddress, at now: Timestamp) -> [LinkAction] {
    guard let open = accessories[peer]?.conversation, !open.conversation.isOver,
      now >= open.heardAt + limits.silence
    else { return [] }
    accessories[peer]?.conversation = nil
    return [.radio(.cancel(peer))] + contact(peer, .failed(.timedOut), at: now)
  }

  mutating func follow(
    _ steps: [Conversation.Step], with peer: PeerAddress, at now: Timestamp
  ) -> [LinkAction] {
    guard let accessory = accessories[peer], let number = accessory.conversation?.number else {
      return []
    }
    return steps.flatMap { step -> [LinkAction] in
      switch step {
      case .write(let write): [.radio(.write(peer, write))]
      case .keep(let readings): measure(peer, readings, then: .conversation(number), at: now)
      case .unlocked:
        accessory.profile.openPlan(at: now).map { [.radio(.link(peer, plan: $0))] } ?? []
      // It was reset, and has another key or none: only linking it anew helps.
      case .refused: contact(peer, .failed(.pairingRejected), at: now)
      }
    }
  }

  // MARK: While it is being linked

  /// Its key is proven before it is linked; what is never locked needs nothing of that.
  mutating func unlock(
    _ index: Int, on peer: PeerAddress, at now: Timestamp
  ) -> [LinkAction] {
    if attempts[index].conversation == nil {
      let open = attempts[index]
      attempts[index].conversation = open.profile?.conversation(
        with: open.facts, user: nil, key: open.ownerKey, at: now)
    }
    guard let steps = attempts[index].conversation?.planned() else {
      return move(index, .ready, at: now)
    }
    return follow(steps, index, on: peer, at: now)
  }

  mutating func follow(
    _ steps: [Conversation.Step], _ index: Int, on peer: PeerAddress, at now: Timestamp
  ) -> [LinkAction] {
    steps.flatMap { step -> [LinkAction] in
      switch step {
      case .write(let write): [.radio(.write(peer, write))]
      case .unlocked: move(index, .ready, at: now)
      case .refused: move(index, .keyRefused, at: now)
      // It is nobody's yet: there is no one to keep it for.
      case .keep: []
      }
    }
  }

  /// The measurements are on the disk. What another connection waited for is not this one's.
  mutating func kept(
    _ work: KeptWork, of peer: PeerAddress, at now: Timestamp
  ) -> [LinkAction] {
    switch work {
    case .nothing: return []
    case .confirmation(let receipt): return [.radio(.confirm(peer, receipt))]
    case .conversation(let number):
      guard accessories[peer]?.conversation?.number == number,
        let steps = accessories[peer]?.conversation?.conversation.kept()
      else { return [] }
      accessories[peer]?.conversation?.heardAt = now
      return follow(steps, with: peer, at: now)
    }
  }
}
