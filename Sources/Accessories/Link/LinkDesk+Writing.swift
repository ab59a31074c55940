import AccountSession
import HTTP
import JSON
import SQLite

/// The transactions of links. Each is queued, and what became of it goes back into the book.
extension LinkDesk {
  func write(_ action: LinkAction) {
    switch action {
    case .keep(let progress): keep(progress)
    case .keepBond(let progress, let peer, let bond): keep(bond, with: peer, progress)
    case .end(let progress, let dropping): end(progress, dropping: dropping)
    case .commit(let candidate): commit(candidate)
    case .ask(let link, let caller): ask(link, caller)
    case .keepUser(let device, let user):
      submit { [sealing] in
        try AccessoryStore.keep(user, of: device, sealedBy: sealing, in: $0)
      }
    case .keepPlace(let device, let ownerKey):
      submit { try AccessoryStore.keepPlace(of: ownerKey, device, in: $0) }
    case .recordFirmware(let version, let device, let account):
      submit { [desk] in
        try AccessoryStore.keep(firmware: version, of: device, in: $0)
        try desk.recordInstalled(version, on: device, of: account, in: $0)
      }
    case .spoil(let device, let account):
      submit { [desk] in
        guard try AccessoryStore.spoil(device, in: $0) else { return }
        try desk.notify(
          account, kind: "accessory.spoilt",
          json: JSONValue.object(["accessory": .string(device.description)]).encoded(), in: $0)
      }
    case .forgetBond(let peer): submit { try BondStore.forget(peer, in: $0) }
    case .write(let traces):
      submit { for trace in traces { try AccessoryStore.keep(trace, in: $0) } }
    case .radio, .measure: preconditionFailure("what is no transaction is done by the desk itself")
    }
  }

  /// For what the next connection, or the next start, finds out again if it could not be written.
  private func submit(_ work: @escaping @Sendable (Transaction) throws -> Void) {
    desk.writer.submit(work) { _ in }
  }

  func insert(
    _ progress: LinkProgress, by caller: Caller, request: UInt64,
    then: @escaping @Sendable (Result<LinkProgress, Writer.Failure>) -> Void
  ) {
    desk.writer.submit { [desk] transaction in
      try desk.confirm(caller, in: transaction)
      try LinkStore.insert(progress, session: caller.session, in: transaction)
      try desk.audit(
        AuditRecord(
          actor: caller.account, subject: caller.account, action: "accessory.link", result: .done,
          note: "\(progress.kind.rawValue) \(progress.id)", requestID: request), in: transaction)
      return progress
    } then: { [self] (result: Result<LinkProgress, Writer.Failure>) in
      if case .failure = result { act { $0.kept(progress.id, isKept: false, at: $1) } }
      then(result)
    }
  }

  private func keep(_ progress: LinkProgress) {
    desk.writer.submit { [self] transaction in
      guard try LinkStore.keep(progress, in: transaction) else { return false }
      try tell(progress, in: transaction)
      return true
    } then: { [self] (result: Result<Bool, Writer.Failure>) in
      let isKept = if case .success(true) = result { true } else { false }
      act { $0.kept(progress.id, isKept: isKept, at: $1) }
    }
  }

  /// The bond and the row that says whose it is, or neither.
  private func keep(_ bond: BondRecord, with peer: PeerAddress, _ progress: LinkProgress) {
    let now = desk.clock.now
    desk.writer.submit { [sealing] transaction in
      guard try LinkStore.keep(progress, in: transaction) else { return false }
      try BondStore.keep(
        bond, with: peer, of: progress.account, sealedBy: sealing, at: now, in: transaction)
      return true
    } then: { [self] (result: Result<Bool, Writer.Failure>) in
      let isKept = if case .success(true) = result { true } else { false }
      act { $0.bondKept(progress.id, isKept: isKept, at: $1) }
    }
  }

  private func end(_ progress: LinkProgress, dropping peer: PeerAddress?) {
    let now = desk.clock.now
    desk.writer.submit { [self] transaction in
      try end(progress, dropping: peer, at: now, in: transaction)
    } then: { [self] (result: Result<Void, Writer.Failure>) in
      let isKept = if case .success = result { true } else { false }
      act { book, _ in
        book.endKept(progress.id, isKept: isKept)
        return []
      }
    }
  }

  /// One transaction for the end of an attempt and for the bond that it may leave.
  func end(
    _ progress: LinkProgress, dropping peer: PeerAddress?, at now: Timestamp,
    in transaction: Transaction
  ) throws {
    try LinkStore.end(progress, at: now, in: transaction)
    if let peer { try BondStore.letGo(of: peer, at: now, in: transaction) }
    try tell(progress, in: transaction)
  }

  private func tell(_ progress: LinkProgress, in transaction: Transaction) throws {
    var body: JSONObject = [
      "link": .string(progress.id.description), "state": .string(progress.state),
    ]
    body["accessory"] = progress.accessory.map { .string($0.description) }
    try desk.notify(
      progress.account, kind: "link.changed", json: JSONValue.object(body).encoded(),
      in: transaction)
  }

  /// Asks for the session and for the owner once more, and makes it the account's: all of it, or nothing.
  private func commit(_ candidate: LinkCandidate) {
    let now = desk.clock.now
    desk.writer.submit { [self] transaction in
      let (caller, model) = (candidate.caller, candidate.model)
      try desk.confirm(caller, in: transaction)
      let device = try desk.registerAccessory(
        AccessoryRegistration(
          account: caller.account, kind: candidate.profile.kind.registered,
          product: model.product, hardware: candidate.facts.hardware ?? model.product,
          identity: candidate.peer.identity, name: candidate.name,
          installedVersion: candidate.facts.firmware),
        in: transaction)
      try AccessoryStore.insert(
        candidate, as: device, sealedBy: sealing, at: now, in: transaction)
      let progress = LinkProgress(
        id: candidate.link, account: caller.account, kind: candidate.profile.kind,
        state: LinkAttempt.linked(device).name, accessory: device, openedAt: candidate.openedAt)
      try end(progress, dropping: nil, at: now, in: transaction)
      return device
    } then: { [self] (result: Result<DeviceID, Writer.Failure>) in
      switch result {
      case .success(let device): act { $0.committed(candidate.link, as: device, at: $1) }
      case .failure(let failure):
        act { $0.notCommitted(candidate.link, LinkRefusal(failure), at: $1) }
      }
    }
  }

  /// The lease is taken before the database is asked: what changes after that is seen.
  private func ask(_ link: LinkID, _ caller: Caller) {
    let lease = Lease(slot: desk.epochs.slot(of: UInt64(caller.account.number)))
    desk.writer.submit { [desk] transaction in
      try desk.confirm(caller, in: transaction)
    } then: { [self] (result: Result<Void, Writer.Failure>) in
      let standing: LinkBook.SessionStanding =
        switch result {
        case .success: .good(lease)
        case .failure(.refused(is SessionEnded)): .ended
        case .failure: .unknown
        }
      act { $0.session(of: link, standing, at: $1) }
    }
  }
}

extension LinkRefusal {
  fileprivate init(_ failure: Writer.Failure) {
    self =
      switch failure {
      case .refused(is SessionEnded): .sessionEnded
      case .refused(is AccessoryTaken): .accessoryTaken
      case .refused(is DeviceDesk.TooMany): .tooManyDevices
      case .overloaded, .diskFull, .closed, .sqlite, .refused: .storageError
      }
  }
}

extension PeerAddress {
  /// What makes the accessory the same one in the registry.
  fileprivate var identity: String { "\(self)/\(isRandom ? "random" : "public")" }
}
