import AccountSession
import HTTP
import JSON

/// What owners ask for, each for the accessories of one account; another account's are not there.
extension LinkBook {
  /// Why no attempt was opened.
  enum OpeningRefusal: Error, Hashable {
    /// The address is another account's.
    case taken
    case alreadyLinked(DeviceID)
    /// It is of no use without a key, and nobody has given one.
    case needsKey
    case tooManyOfAccount
    case tooOften
    case tooMany
    case noRadio
  }

  struct Opening: Sendable {
    let id: LinkID
    let caller: Caller
    let wish: LinkWish
    let lease: Lease
    /// For the owner's user on the scale; 0...9999.
    let consentCode: UInt16
  }

  /// Opens an attempt, and chooses at once when what is wanted is there. The caller inserts the row before it does the actions.
  mutating func open(
    _ opening: Opening, at now: Timestamp
  ) -> Result<(progress: LinkProgress, actions: [LinkAction]), OpeningRefusal> {
    let (account, wish) = (opening.caller.account, opening.wish)
    if let address = wish.address,
      let known = accessories.values.first(where: { $0.peer.isWritten(address) })
    {
      return .failure(known.account == account ? .alreadyLinked(known.device) : .taken)
    }
    guard !isRadioGone else { return .failure(.noRadio) }
    if let address = wish.address, wish.key == nil,
      sightings.all(at: now).contains(where: { $0.peer.isWritten(address) && $0.profile.needsKey })
    {
      return .failure(.needsKey)
    }
    guard attempts.count < limits.attempts else { return .failure(.tooMany) }
    let unfinished = attempts.count { $0.caller.account == account && !$0.attempt.isOver }
    guard unfinished < limits.attemptsPerAccount else { return .failure(.tooManyOfAccount) }
    guard admit(account, at: now) else { return .failure(.tooOften) }

    var open = OpenAttempt(
      id: opening.id, caller: opening.caller, wish: wish, openedAt: now, lease: opening.lease)
    open.consentCode = opening.consentCode
    open.ownerKey = wish.key
    open.deadline = open.attempt.patience(limits).map { now + $0 }
    attempts.append(open)
    let progress = open.progress
    let wanted = sightings.all(at: now).first { open.wants($0) && isFree($0.peer) }
    let actions = wanted.map { choose($0, for: attempts.count - 1, at: now) } ?? []
    return .success((progress, actions))
  }

  private mutating func admit(_ account: AccountID, at now: Timestamp) -> Bool {
    let period = Double(limits.attemptPeriod.milliseconds) / 1_000
    var pace =
      paces[account]
      ?? Pace(
        burst: limits.attemptsPerPeriod, perSecond: Double(limits.attemptsPerPeriod) / period,
        at: now)
    defer { paces[account] = pace }
    return pace.admit(at: now)
  }

  /// Whether nobody has, wants or is letting go of it.
  func isFree(_ peer: PeerAddress) -> Bool {
    accessories[peer] == nil && dropping[peer] == nil && index(about: peer) == nil
  }

  mutating func choose(
    _ sighting: Sighting, for index: Int, at now: Timestamp
  ) -> [LinkAction] {
    attempts[index].facts = sighting.facts
    take(attempts[index].wish.profile(of: sighting), for: index)
    return move(index, .chosen(sighting.peer), at: now)
  }

  mutating func take(_ profile: AccessoryProfile, for index: Int) {
    attempts[index].profile = profile
    attempts[index].user =
      profile == .scale || profile.miScale != nil
      ? ScaleUser(consentCode: attempts[index].consentCode) : nil
  }

  enum AnswerOutcome: Hashable, Sendable {
    case taken(LinkProgress)
    case notThere
    /// Nothing is being asked now, or the answer is not one to it.
    case notAsked
  }

  mutating func answer(
    _ answer: PairingAnswer, to link: LinkID, of account: AccountID, at now: Timestamp
  ) -> (AnswerOutcome, [LinkAction]) {
    guard let index = index(of: link), attempts[index].caller.account == account else {
      return (.notThere, [])
    }
    let before = attempts[index].attempt
    let actions = move(index, .answer(answer), at: now)
    guard attempts[index].attempt != before else { return (.notAsked, []) }
    return (.taken(attempts[index].progress), actions)
  }

  /// Nil when the account has no such unfinished attempt; false when it is too late, because the transaction that links is under way.
  mutating func cancel(
    _ link: LinkID, of account: AccountID, at now: Timestamp
  ) -> (Bool?, [LinkAction]) {
    guard let index = index(of: link), attempts[index].caller.account == account else {
      return (nil, [])
    }
    let actions = move(index, .cancelled, at: now)
    return (attempts[index].attempt.isOver, actions)
  }

  func progress(of link: LinkID, of account: AccountID) -> LinkProgress? {
    attempts.first { $0.id == link && $0.caller.account == account }?.progress
  }

  /// The account's, first linked first.
  func accessories(of account: AccountID) -> [LinkedAccessory] {
    accessories.values.filter { $0.account == account }
      .sorted { ($0.linkedAt, $0.device.number) < ($1.linkedAt, $1.device.number) }
  }

  func accessory(_ device: DeviceID, of account: AccountID) -> LinkedAccessory? {
    accessories.values.first { $0.device == device && $0.account == account }
  }

  /// What could be linked now, the strongest signal first.
  func nearby(at now: Timestamp) -> [Sighting] {
    sightings.all(at: now).filter { isFree($0.peer) }
  }
}
