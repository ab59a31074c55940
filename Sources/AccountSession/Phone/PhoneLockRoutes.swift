import Cryptography
import HTTP
import JSON
import SQLite

/// `/v1/devices/{device}/lock` and what lets a phone be reset.
struct PhoneLockRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.route(
        .get, "/v1/devices/{device}/lock", AccessRule(scope: .account), handler: show),
      gate.approvedRoute(
        .put, "/v1/devices/{device}/lock", .lockPhone, bodyLimit: 1_024,
        contentType: "application/json", handler: bind),
      gate.approvedRoute(
        .post, "/v1/devices/{device}/erase", .erasePhone, bodyLimit: 256,
        contentType: "application/json", handler: erase),
      gate.approvedRoute(
        .post, "/v1/devices/{device}/release", .releasePhone, bodyLimit: 256,
        contentType: "application/json", handler: release),
      gate.approvedRoute(
        .put, "/v1/devices/{device}/release-wait", .askRelease, handler: askRelease),
      gate.route(
        .delete, "/v1/devices/{device}/release-wait",
        AccessRule(scope: .account, audit: "phone.keep"), handler: keep),
    ]
  }

  private func show(_ request: Request, _ session: Session) -> Answer {
    guard let device = request.phone else { return .now(Problem.noSuchPhone.response) }
    do {
      let row = try PhoneLockStore.row(of: device, of: session.account, from: gate.reader)
      guard let row else { return .now(Problem.noSuchPhone.response) }
      return .now(.json(.ok, row.settled(at: gate.now).json.encoded()))
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private func bind(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    // Only the phone itself, unlocked and signed in, binds itself (LK-02).
    guard let device = request.phone, device == session.device else {
      return .now(Problem.noSuchPhone.response)
    }
    let proof: PhoneProof
    do throws(BodyMistake) {
      proof = try JSONBody(request.body, known: ["key", "proof"]).phoneProof()
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (phones, clock, account) = (desk.phones, desk.clock, session.account)
    return desk.later(as: session.caller, spending: approval) { transaction in
      try phones.bind(device, of: account, by: proof, now: clock.now, in: transaction)
    } answer: { end in
      switch end {
      case .bound(let row): .json(.created, row.json.encoded())
      case .taken: Problem.phoneIsTaken.response
      case .proofWrong: Problem.phoneProofWrong.response
      case .noSuchPhone: Problem.noSuchPhone.response
      }
    }
  }

  private func erase(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    permitting(request, session, approval) {
      [phones = desk.phones] device, wish, now, transaction in
      try phones.permitErasing(
        device, of: wish.account, showing: wish.nonce, by: wish.way, now: now, in: transaction)
    }
  }

  private func release(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    permitting(request, session, approval) {
      [phones = desk.phones] device, wish, now, transaction in
      try phones.release(
        device, of: wish.account, showing: wish.nonce, by: wish.way, now: now, in: transaction)
    }
  }

  /// Who wants a permit, for what the phone shows.
  private struct Wish: Sendable {
    let account: AccountID
    let nonce: PermitNonce
    let way: PhoneDesk.Way

    init(_ bytes: [UInt8], by account: AccountID) throws(BodyMistake) {
      let body = try JSONBody(bytes, known: ["nonce", "way"])
      guard let nonce = PermitNonce(typed: try body.text("nonce", most: 32)) else {
        throw body.mistake("nonce", "the twelve digits that the phone shows")
      }
      guard let way = PhoneDesk.Way(rawValue: try body.text("way", most: 16)) else {
        throw body.mistake("way", "online or offline")
      }
      self.account = account
      self.nonce = nonce
      self.way = way
    }
  }

  private func permitting(
    _ request: Request, _ session: Session, _ approval: Approval,
    _ work:
      @escaping @Sendable (DeviceID, Wish, Timestamp, Transaction) throws -> PhoneDesk.End<[UInt8]>
  ) -> Answer {
    guard let device = request.phone else { return .now(Problem.noSuchPhone.response) }
    let wish: Wish
    do throws(BodyMistake) {
      wish = try Wish(request.body, by: session.account)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let clock = desk.clock
    return desk.later(as: session.caller, spending: approval) { transaction in
      try work(device, wish, clock.now, transaction)
    } answer: { end in
      end.response(at: clock.now) { permit in
        .json(
          .created,
          JSONValue.object([
            "permit": .string(Hex.encode(permit)), "typed": .string(ResetPermit.typed(permit)),
          ]).encoded())
      }
    }
  }

  private func askRelease(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    guard let device = request.phone else { return .now(Problem.noSuchPhone.response) }
    let (phones, clock, account) = (desk.phones, desk.clock, session.account)
    return desk.later(as: session.caller, spending: approval) { transaction in
      let now = clock.now
      return try phones.move(device, of: account, by: .askRelease, now: now, in: transaction) {
        $0.until = now + AccountPolicy.releaseWait
      }
    } answer: {
      $0.response(at: clock.now) { .json(.accepted, $0.json.encoded()) }
    }
  }

  private func keep(_ request: Request, _ session: Session) -> Answer {
    guard let device = request.phone else { return .now(Problem.noSuchPhone.response) }
    let (phones, clock, account) = (desk.phones, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try phones.move(device, of: account, by: .keep, now: clock.now, in: transaction)
    } answer: {
      $0.response(at: clock.now) { .json(.ok, $0.json.encoded()) }
    }
  }
}

// MARK: What the routes of phones have in common

extension Request {
  /// The device that the path names.
  var phone: DeviceID? { parameter("device").flatMap { DeviceID($0) } }
}

extension PhoneDesk.End {
  func response(at now: Timestamp, _ done: (Value) -> Response) -> Response {
    switch self {
    case .done(let value): done(value)
    case .noSuchPhone: Problem.noSuchPhone.response
    case .refused(let state): Problem.phoneLockStands(at: state).response
    case .tooEarly(let time): Problem.tooEarly(time, now: now).response
    }
  }
}

extension PhoneLockStore.Row {
  /// As its owner sees it, and the phone.
  var json: JSONValue {
    .object([
      "state": .string(state.rawValue), "version": .integer(version),
      "until": until.map { .string($0.description) } ?? .null,
      "message": message.map { .string($0) } ?? .null,
      "relay": relay.map { .string($0.description) } ?? .null,
    ])
  }
}

extension Problem {
  static let noSuchPhone = Problem(
    .notFound, "no-such-phone", "The account has no such phone.",
    detail: "Or it is not bound to the account, or does not ask for itself.")
  static let phoneIsTaken = Problem(.conflict, "phone-is-locked", "The phone is locked.")
  static let phoneProofWrong = Problem(
    .forbidden, "phone-proof-wrong", "The phone did not sign this.")

  static func phoneLockStands(at state: PhoneLock) -> Problem {
    var problem = Problem(
      .conflict, "phone-lock-state", "The phone's lock does not stand where this can be done.",
      detail: "It is \(state.rawValue).")
    problem.members = [("state", JSONValue.string(state.rawValue).encoded())]
    return problem
  }

  static func tooEarly(_ time: Timestamp, now: Timestamp) -> Problem {
    var problem = Problem(
      .conflict, "too-early", "There is an hour to think again.",
      detail:
        "Release it after \(time). Whoever asks you to do so in a message is not from Lanyard.")
    let seconds = max(1, (time.milliseconds - now.milliseconds + 999) / 1_000)
    problem.headers = [("Retry-After", String(seconds))]
    return problem
  }
}
