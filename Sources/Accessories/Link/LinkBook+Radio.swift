import BluetoothWire
import JSON

/// What the radio says. An accessory is either somebody's, or an attempt's, or only seen.
extension LinkBook {
  mutating func hear(_ event: RadioEvent, at now: Timestamp) -> [LinkAction] {
    switch event {
    case .advertisement(let peer, let bytes, let signal):
      accessories[peer] == nil
        ? see(peer, bytes, signal: signal, at: now) : meet(peer, bytes, at: now)
    case .pairingRequest(let peer, let request):
      // Nobody of ours has to pair anew: whoever asks to would replace its bond.
      index(about: peer).map { move($0, .asked(request), at: now) }
        ?? [.radio(.answerPairing(peer, .reject))]
    case .bonded(let peer, let identity, let bond): take(bond, with: peer, as: identity, at: now)
    case .linked(let peer, let encryption): secure(peer, encryption, at: now)
    case .value(let peer, let source, let bytes, let receipt):
      receive(peer, source, bytes, receipt, at: now)
    case .ready(let peer):
      index(about: peer).map { settle($0, on: peer, at: now) } ?? recordFirmware(peer)
        + converse(with: peer, at: now)
    case .failed(let peer, let failure): lose(peer, .failed(failure), .failed(failure), at: now)
    case .disconnected(let peer): lose(peer, .disconnected, .disconnected, at: now)
    case .unlinked(let peer):
      dropping.removeValue(forKey: peer) == nil ? [] : [.forgetBond(peer)]
    }
  }

  /// The radio will say nothing more.
  mutating func radioIsGone(at now: Timestamp) -> [LinkAction] {
    isRadioGone = true
    var actions: [LinkAction] = []
    for index in attempts.indices {
      actions += move(index, .failed(.radioGone), at: now)
    }
    for peer in Array(accessories.keys) {
      actions += contact(peer, .failed(.radioGone), at: now)
    }
    return actions
  }

  // MARK: Advertisements

  /// From an accessory that has an owner.
  private mutating func meet(
    _ peer: PeerAddress, _ bytes: [UInt8], at now: Timestamp
  ) -> [LinkAction] {
    accessories[peer]?.note(seen: now)
    guard let accessory = accessories[peer], accessory.contact == .broadcasting else {
      return contact(peer, .seen, at: now)
    }
    let readings = accessories[peer]?.readings(in: AdvertisingPayload(parsing: bytes)) ?? []
    let measured = measure(peer, readings, at: now)
    guard !measured.isEmpty, let ownerKey = accessories[peer]?.ownerKey else { return measured }
    return measured + [.keepPlace(accessory.device, ownerKey)]
  }

  /// From one that has none.
  private mutating func see(
    _ peer: PeerAddress, _ bytes: [UInt8], signal: Int?, at now: Timestamp
  ) -> [LinkAction] {
    let payload = AdvertisingPayload(parsing: bytes)
    guard dropping[peer] == nil, let profile = AccessoryProfile(payload) else { return [] }
    let sighting = sightings.note(
      peer, profile, AccessoryFacts(payload), signal: signal,
      weighing: MiScale.reading(in: payload)?.readings ?? [], at: now)
    if let index = index(about: peer) {
      return attempts[index].ownerKey == nil
        ? showPresence(sighting, for: index, at: now) : recognise(index, by: payload, at: now)
    }
    guard let index = attempts.firstIndex(where: { $0.wants(sighting) }) else { return [] }
    return choose(sighting, for: index, at: now)
  }

  /// A weighing that began after the owner had asked for the link is the press of a button.
  mutating func showPresence(
    _ sighting: Sighting, for index: Int, at now: Timestamp
  ) -> [LinkAction] {
    guard case .awaitingPresence = attempts[index].attempt, let weighing = sighting.weighing,
      weighing.since >= attempts[index].openedAt
    else { return [] }
    attempts[index].weighing = weighing.readings
    return move(index, .steppedOn, at: now)
  }

  /// Whoever has the key that opens what the scale says is its owner, and a weighing shows that it is at hand.
  private mutating func recognise(
    _ index: Int, by payload: AdvertisingPayload, at now: Timestamp
  ) -> [LinkAction] {
    guard case .awaitingPresence(let peer) = attempts[index].attempt,
      let weighing = attempts[index].ownerKey?.weighing(in: payload, from: peer),
      weighing.reading != nil
    else { return [] }
    attempts[index].ownerKey?.ownerNumber = weighing.profile
    attempts[index].weighing = weighing.readings
    return move(index, .steppedOn, at: now)
  }

  // MARK: Connections

  /// A bond that nobody asked for is not kept; nor is one with what turns out to be an accessory that has an owner.
  private mutating func take(
    _ bond: BondRecord, with peer: PeerAddress, as identity: PeerAddress, at now: Timestamp
  ) -> [LinkAction] {
    guard let index = index(about: peer), identity == peer || isFree(identity) else {
      return [.radio(.cancel(identity))]
        + lose(peer, .failed(.pairingRejected), .disconnected, at: now)
    }
    return move(index, .bonded(identity, bond), at: now)
  }

  private mutating func secure(
    _ peer: PeerAddress, _ encryption: LinkEncryption, at now: Timestamp
  ) -> [LinkAction] {
    if let index = index(about: peer) {
      attempts[index].encryption = encryption
      attempts[index].isConnected = true
      return move(index, .encrypted(encryption), at: now)
    }
    guard let accessory = accessories[peer] else { return [.radio(.cancel(peer))] }
    accessories[peer]?.note(seen: now)
    let isEnough =
      encryption.keySize >= LinkAttempt.keySize
      && (encryption.isAuthenticated || !accessory.isAuthenticated)
    return contact(peer, .encrypted(isEnough: isEnough), at: now)
  }

  /// Its model number decides how it is talked to, not what it advertised: many makers advertise alike.
  private mutating func settle(
    _ index: Int, on peer: PeerAddress, at now: Timestamp
  ) -> [LinkAction] {
    let known = ProductModels.profile(of: attempts[index].facts)
    guard let known, known != attempts[index].profile, known.kind == attempts[index].wish.kind
    else {
      return unlock(index, on: peer, at: now)
    }
    take(known, for: index)
    return [.radio(.link(peer, plan: attempts[index].plan(at: now)))]
  }

  private mutating func receive(
    _ peer: PeerAddress, _ source: GATTPlan.Characteristic, _ bytes: [UInt8],
    _ receipt: ValueReceipt?, at now: Timestamp
  ) -> [LinkAction] {
    let confirmation = receipt.map { [LinkAction.radio(.confirm(peer, $0))] } ?? []
    if let index = index(about: peer) {
      // Before the link is known to be encrypted nothing is believed.
      guard case .interrogating = attempts[index].attempt else { return confirmation }
      attempts[index].facts.take(source, bytes)
      if let steps = attempts[index].conversation?.take(source, bytes) {
        return confirmation + follow(steps, index, on: peer, at: now)
      }
      if source == AccessoryProfile.userControl { attempts[index].user?.take(bytes) }
      return confirmation
    }
    guard var accessory = accessories[peer], accessory.contact == .connected else { return [] }
    accessory.note(seen: now)
    accessory.take(source, bytes)
    if let steps = accessory.conversation?.conversation.take(source, bytes) {
      accessory.conversation?.heardAt = now
      accessories[peer] = accessory
      return confirmation + follow(steps, with: peer, at: now)
    }
    let before = accessories[peer]?.user
    accessories[peer] = accessory
    if let user = accessory.user, user != before {
      return confirmation + [
        .keepUser(accessory.device, user),
        .radio(.link(peer, plan: accessory.profile.plan(at: now, user: user))),
      ]
    }
    // A value that its format does not allow is none; the accessory's next one may be good.
    let readings =
      (try? accessory.profile.readings(of: source, bytes, user: accessory.user?.index)) ?? []
    return readings.isEmpty
      ? confirmation
      : measure(peer, readings, then: receipt.map(KeptWork.confirmation) ?? .nothing, at: now)
  }

  private mutating func recordFirmware(_ peer: PeerAddress) -> [LinkAction] {
    guard let accessory = accessories[peer], accessory.contact == .connected,
      let firmware = accessory.firmware, firmware != accessory.recordedFirmware
    else { return [] }
    accessories[peer]?.recordedFirmware = firmware
    return [.recordFirmware(firmware, accessory.device, accessory.account)]
  }

  private mutating func lose(
    _ peer: PeerAddress, _ event: LinkAttempt.Event, _ contactEvent: Contact.Event,
    at now: Timestamp
  ) -> [LinkAction] {
    accessories[peer]?.conversation = nil
    guard let index = index(about: peer) else { return contact(peer, contactEvent, at: now) }
    attempts[index].isConnected = false
    return move(index, event, at: now)
  }

  // MARK: Measurements

  /// What is worth keeping of the readings, as measurements.
  ///
  /// - Parameter work: what waits for them to be kept. Until it is done the accessory says the same again, so that the database alone
  ///   knows what is a repetition: the filter has seen what was perhaps never written.
  mutating func measure(
    _ peer: PeerAddress, _ readings: [Reading], then work: KeptWork = .nothing, at now: Timestamp
  ) -> [LinkAction] {
    guard var accessory = accessories[peer] else { return [] }
    for reading in readings where reading.kind == .battery {
      accessory.note(batteryPercent: Int(reading.value))
    }
    // What comes too fast is not confirmed either: the connection ends by that, and it comes again later.
    let admitted =
      work == .nothing
      ? readings.filter { accessory.filter.admit($0, at: now, limits: limits) }
      : accessory.filter.admitIndication(at: now, limits: limits) ? readings : []
    accessories[peer] = accessory
    let measurements = admitted.map {
      Measurement($0, of: accessory.device, with: accessory.profile, received: now)
    }
    return measurements.isEmpty ? [] : [.measure(measurements, from: peer, work)]
  }
}

extension LinkedAccessory {
  /// Takes what an accessory says of itself on each connection.
  fileprivate mutating func take(_ source: GATTPlan.Characteristic, _ bytes: [UInt8]) {
    var facts = AccessoryFacts()
    facts.take(source, bytes)
    firmware = facts.firmware ?? firmware
    modelNumber = facts.model ?? modelNumber
    if source == AccessoryProfile.userControl { user?.take(bytes) }
  }
}

extension LinkedAccessory {
  /// What an advertisement of it measures.
  fileprivate mutating func readings(in payload: AdvertisingPayload) -> [Reading] {
    guard ownerKey != nil else { return MiScale.reading(in: payload)?.readings ?? [] }
    guard let weighing = ownerKey?.weighing(in: payload, from: peer) else { return [] }
    let attribution = ownerKey?.attribution(of: weighing)
    return weighing.readings.map { $0.attributed(attribution) }
  }
}

extension ScaleUser {
  /// Takes the scale's answer: the number of a user that was made, or that the one we know is not there any more.
  fileprivate mutating func take(_ bytes: [UInt8]) {
    // What is malformed answers nothing; the user is asked for again on the next connection.
    guard let response = try? UserResponse(parsing: bytes) else { return }
    switch (response.request, response.result) {
    case (Self.register, .success): index = response.parameter.first ?? index
    case (Self.consent, let result) where result != .success: index = nil
    default: break
    }
  }

  private static let register = UserRequest.register(consent: 0).encoded()[0]
  private static let consent = UserRequest.consent(user: 0, code: 0).encoded()[0]
}
