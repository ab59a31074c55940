import HTTP
import JSON
import SQLite

/// Handing a phone over, losing and finding it, and asking what one is before paying for it.
struct PhoneTransferRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  /// A device as a sign-in describes it, with a key, a signature and a code.
  private static let bodyLimit = 2_048
  /// In bytes; what a lost phone's screen can show.
  private static let mostOfAMessage = 200

  var all: [Route] {
    [
      gate.approvedRoute(
        .post, "/v1/devices/{device}/transfer", .transferPhone, bodyLimit: 128,
        contentType: "application/json", handler: offer),
      gate.route(
        .delete, "/v1/devices/{device}/transfer",
        AccessRule(scope: .account, audit: "phone.withdraw"), handler: withdraw),
      gate.route(
        .post, "/v1/transfers",
        AccessRule(scope: .account, stepUp: "phone.hand-over", audit: "phone.hand-over"),
        bodyLimit: Self.bodyLimit, contentType: "application/json", handler: accept),
      gate.route(
        .put, "/v1/devices/{device}/lost", AccessRule(scope: .account, audit: "phone.lose"),
        bodyLimit: 1_024, contentType: "application/json", handler: lose),
      gate.approvedRoute(
        .delete, "/v1/devices/{device}/lost", .endLostMode, handler: find),
      gate.openRoute(
        .post, "/v1/found/{relay}", limit: "look-ups from a network", bodyLimit: 1_024,
        contentType: "application/json", handler: found),
      gate.openRoute(
        .post, "/v1/phones/check", limit: "look-ups from a network", bodyLimit: 1_024,
        contentType: "application/json", handler: check),
    ]
  }

  // MARK: Handing over

  private func offer(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    guard let device = request.phone else { return .now(Problem.noSuchPhone.response) }
    let life: Duration
    do throws(BodyMistake) {
      let body = try JSONBody(request.body, known: ["minutes"])
      life = try body.transferLife("minutes")
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (phones, clock, account) = (desk.phones, desk.clock, session.account)
    return desk.later(as: session.caller, spending: approval) { transaction in
      try phones.offer(device, of: account, for: life, now: clock.now, in: transaction)
    } answer: { end in
      end.response(at: clock.now) { offer in
        .json(
          .created,
          JSONValue.object([
            "code": .string(offer.code.text), "until": .string(offer.until.description),
          ]).encoded())
      }
    }
  }

  private func withdraw(_ request: Request, _ session: Session) -> Answer {
    guard let device = request.phone else { return .now(Problem.noSuchPhone.response) }
    let (phones, clock, account) = (desk.phones, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try phones.move(device, of: account, by: .withdraw, now: clock.now, in: transaction)
    } answer: {
      $0.response(at: clock.now) { .json(.ok, $0.json.encoded()) }
    }
  }

  private func accept(_ request: Request, _ session: Session) -> Answer {
    let acceptance: PhoneDesk.Acceptance
    do throws(BodyMistake) {
      let body = try JSONBody(request.body, known: ["code", "key", "proof", "device"])
      guard let code = Token(try body.text("code", most: 256), kind: .transfer) else {
        return .now(Self.noSuchOffer.response)
      }
      guard let phone = try body.optionalPhone("device") else {
        throw BodyMistake("device", "missing")
      }
      acceptance = .init(code: code, proof: try body.phoneProof(), phone: phone)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (phones, clock, account) = (desk.phones, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try phones.accept(acceptance, by: account, now: clock.now, in: transaction)
    } answer: { device in
      guard let device else { return Self.noSuchOffer.response }
      return .json(
        .created, JSONValue.object(["device": .string(device.description)]).encoded())
    }
  }

  // MARK: Losing and finding

  private func lose(_ request: Request, _ session: Session) -> Answer {
    guard let device = request.phone else { return .now(Problem.noSuchPhone.response) }
    let message: String
    do throws(BodyMistake) {
      let body = try JSONBody(request.body, known: ["message"])
      message = try body.text("message", most: Self.mostOfAMessage)
      guard !PhoneDesk.namesItsOwner(message) else {
        throw body.mistake("message", "words without an address, number or link; finders use relay")
      }
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (phones, clock, account) = (desk.phones, desk.clock, session.account)
    return desk.later(as: session.caller) { transaction in
      try phones.lose(device, of: account, showing: message, now: clock.now, in: transaction)
    } answer: {
      $0.response(at: clock.now) { .json(.ok, $0.json.encoded()) }
    }
  }

  private func find(_ request: Request, _ session: Session, _ approval: Approval) -> Answer {
    guard let device = request.phone else { return .now(Problem.noSuchPhone.response) }
    let (phones, clock, account) = (desk.phones, desk.clock, session.account)
    return desk.later(as: session.caller, spending: approval) { transaction in
      try phones.move(device, of: account, by: .find, now: clock.now, in: transaction)
    } answer: {
      $0.response(at: clock.now) { .json(.ok, $0.json.encoded()) }
    }
  }

  private func found(_ request: Request) -> Answer {
    let words: String
    do throws(BodyMistake) {
      words = try JSONBody(request.body, known: ["message"]).text("message", most: 500)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let (phones, clock) = (desk.phones, desk.clock)
    let relay = request.parameter("relay").flatMap { RelayID($0) }
    return looked(from: request) { transaction in
      if let relay { _ = try phones.pass(words, behind: relay, now: clock.now, in: transaction) }
      // The same whether or not somebody reads it.
      return Response(.accepted)
    }
  }

  // MARK: Before paying

  /// Answers what the phone in somebody's hand is, never whose (LK-08).
  private func check(_ request: Request) -> Answer {
    let (proof, nonce): (PhoneProof, String)
    do throws(BodyMistake) {
      let body = try JSONBody(request.body, known: ["key", "proof", "nonce"])
      (proof, nonce) = (try body.phoneProof(), try body.name("nonce", most: 64))
    } catch {
      return .now(Problem.refusing(error).response)
    }
    guard proof.proves(PhoneKey.message("phone-check", nonce)) else {
      return .now(Problem.phoneProofWrong.response)
    }
    let clock = desk.clock
    return looked(from: request) { transaction in
      let row = try PhoneLockStore.row(of: proof.key.digest, in: transaction)
      let word =
        switch row?.settled(at: clock.now).state {
        case nil, .unbound: "clear"
        case .locked, .releasePending: "locked"
        case .lost: "lost"
        case .transferOffered: "transfer-offered"
        }
      return .json(.ok, JSONValue.object(["phone": .string(word)]).encoded())
    }
  }

  /// Does the work for a network that has not looked too often.
  private func looked(
    from request: Request, _ work: @escaping @Sendable (Transaction) throws -> Response
  ) -> Answer {
    let (credentials, clock) = (desk.credentials, desk.clock)
    let bucket = ThrottleBucket.lookups(from: SourceNetwork(request.source), credentials.vault)
    return desk.later(as: nil) { transaction in
      let now = clock.now
      if let next = try credentials.throttle.nextTry([bucket], at: now, in: transaction) {
        return Problem.wait(until: next, now: now).response
      }
      try credentials.throttle.count(bucket, at: now, in: transaction)
      return try work(transaction)
    } answer: {
      $0
    }
  }

  // MARK: Words

  private static let noSuchOffer = Problem(
    .notFound, "no-such-offer", "The phone is not offered by this code.")
}

extension JSONBody {
  /// Minutes from ten to seven days; a day when it is absent.
  fileprivate func transferLife(_ name: String) throws(BodyMistake) -> Duration {
    switch self[name] {
    case nil, .null: return AccountPolicy.transferLife
    case .integer(let minutes) where (10...10_080).contains(minutes):
      return .seconds(minutes * 60)
    default: throw mistake(name, "a number from 10 to 10080")
    }
  }
}
