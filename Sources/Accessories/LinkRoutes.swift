package import AccountSession
import Cryptography
import HTTP
import JSON

/// `/v1/accessories/links`, for one loop.
struct LinkRoutes {
  let links: LinkDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.route(
        .post, "/v1/accessories/links", AccessRule(scope: .account, audit: "accessory.link"),
        bodyLimit: 512, contentType: "application/json", handler: open),
      gate.route(
        .get, "/v1/accessories/links/{link}", AccessRule(scope: .account), handler: progress),
      gate.route(
        .post, "/v1/accessories/links/{link}/pairing", AccessRule(scope: .account),
        bodyLimit: 512, contentType: "application/json", handler: answer),
      gate.route(
        .delete, "/v1/accessories/links/{link}", AccessRule(scope: .account), handler: cancel),
    ]
  }

  private func open(_ request: Request, _ session: Session) -> Answer {
    let wish: LinkWish
    do {
      wish = try LinkWish.parse(request.body)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    let opening = LinkBook.Opening(
      id: .random(), caller: session.caller, wish: wish, lease: session.lease,
      consentCode: ScaleUser.randomCode())
    let id = request.id
    return .later { [links] completion in
      do throws(LinkBook.OpeningRefusal) {
        try links.open(opening, request: id) { result in
          switch result {
          case .success(let progress): completion.finish(Self.opened(progress))
          case .failure(let failure): completion.finish(Problem.unwritten(failure).response)
          }
        }
      } catch {
        completion.finish(Self.problem(for: error).response)
      }
    }
  }

  private func progress(_ request: Request, _ session: Session) -> Answer {
    found(request, session) { .json(.ok, Self.json($0).encoded()) }
  }

  private func answer(_ request: Request, _ session: Session) -> Answer {
    let answer: PairingAnswer
    do {
      answer = try PairingAnswer.parse(request.body)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    guard let link = Self.link(request) else { return .now(Self.noSuchLink.response) }
    switch links.answer(answer, to: link, of: session.account) {
    case .taken(let progress): return .now(.json(.ok, Self.json(progress).encoded()))
    case .notAsked: return .now(Self.notAsked.response)
    case .notThere: return found(request, session) { _ in Self.isOver.response }
    }
  }

  private func cancel(_ request: Request, _ session: Session) -> Answer {
    guard let link = Self.link(request) else { return .now(Self.noSuchLink.response) }
    switch links.cancel(link, of: session.account) {
    case true?: return .now(Response(.noContent))
    case false?: return .now(Self.isOver.response)
    case nil:
      // What is over without having linked anything may be cancelled as often as one likes.
      return found(request, session) {
        $0.accessory == nil ? Response(.noContent) : Self.isOver.response
      }
    }
  }

  /// The attempt as the desk has it, or as its row says once it is over.
  private func found(
    _ request: Request, _ session: Session, _ answer: (LinkProgress) -> Response
  ) -> Answer {
    guard let link = Self.link(request) else { return .now(Self.noSuchLink.response) }
    let account = session.account
    if let progress = links.read({ book, _ in book.progress(of: link, of: account) }) {
      return .now(answer(progress))
    }
    do {
      let row = try LinkStore.link(link, of: account, from: gate.reader)
      return .now(row.map(answer) ?? Self.noSuchLink.response)
    } catch {
      return .now(Problem.unreadable.response)
    }
  }

  private static func link(_ request: Request) -> LinkID? {
    request.parameter("link").flatMap { LinkID($0) }
  }

  // MARK: Words

  private static func opened(_ progress: LinkProgress) -> Response {
    var response = Response.json(.accepted, json(progress).encoded())
    response.headers.append(("Location", "/v1/accessories/links/\(progress.id)"))
    return response
  }

  private static func json(_ progress: LinkProgress) -> JSONValue {
    var object: JSONObject = [
      "link": .string(progress.id.description),
      "kind": .string(progress.kind.rawValue),
      "state": .string(progress.state),
      "opened_at": .string(progress.openedAt.description),
    ]
    object["address"] = progress.peer.map { .string($0.description) }
    object["pairing"] = progress.pairing.map { .object($0.json) }
    object["answer_until"] = progress.until.map { .string($0.description) }
    object["accessory"] = progress.accessory.map { .string($0.description) }
    object["refusal"] = progress.refusal.map {
      .object(["reason": .string($0.rawValue), "detail": .string($0.sentence)])
    }
    return .object(object)
  }

  private static let noSuchLink = Problem(.notFound, "no-such-link", "There is no such link.")
  private static let notAsked = Problem(
    .conflict, "no-pairing-question", "The accessory does not ask that now.",
    detail: "The link's `pairing` says what is asked, and for how long.")
  private static let isOver = Problem(
    .conflict, "link-is-over", "The link is decided already.",
    detail: "What is linked is let go with DELETE /v1/accessories/{accessory}.")

  private static func problem(for refusal: LinkBook.OpeningRefusal) -> Problem {
    switch refusal {
    case .taken:
      return Problem(.conflict, "accessory-taken", "The accessory is linked already.")
    case .alreadyLinked(let device):
      var problem = Problem(.conflict, "already-linked", "This account has the accessory already.")
      problem.members = [("accessory", JSONValue.string(device.description).encoded())]
      return problem
    case .needsKey:
      return Problem(
        .unprocessableContent, "key-needed", "The accessory listens only to who has its key.",
        detail: "key: the 32 digits that its maker's app has for it.")
    case .tooManyOfAccount, .tooOften:
      var problem = Problem(.tooManyRequests, "too-many-links", "Too many links at once.")
      problem.headers = [("Retry-After", "60")]
      return problem
    case .noRadio:
      return Problem(
        .serviceUnavailable, "no-radio", "The gateway has no radio to link accessories with.")
    case .tooMany:
      var problem = Problem(.serviceUnavailable, "busy", "Too many links are under way.")
      problem.headers = [("Retry-After", "30")]
      return problem
    }
  }
}

extension PairingAnswer {
  /// `{"answer": "confirm" | "reject"}` or `{"passkey": 0...999999}`.
  package static func parse(_ bytes: [UInt8]) throws(BodyMistake) -> PairingAnswer {
    let body = try JSONBody(bytes, known: ["answer", "passkey"])
    switch (body["answer"], body["passkey"]) {
    case (.string("confirm")?, nil): return .confirm
    case (.string("reject")?, nil): return .reject
    case (nil, .integer(let digits)?) where (0...999_999).contains(digits):
      return .passkey(UInt32(digits))
    case (nil, .some): throw body.mistake("passkey", "a number of at most six digits")
    case (.some, nil): throw body.mistake("answer", "confirm or reject")
    case (nil, nil), (.some, .some): throw BodyMistake(nil, "either answer or passkey")
    }
  }
}

extension PairingRequest {
  fileprivate var json: JSONObject {
    switch self {
    case .justWorks: ["kind": .string("confirm")]
    case .compare(let digits): ["kind": .string("compare"), "digits": .string(Self.six(digits))]
    case .enterPasskey: ["kind": .string("enter_passkey")]
    case .showPasskey(let digits):
      ["kind": .string("show_passkey"), "digits": .string(Self.six(digits))]
    }
  }

  private static func six(_ number: UInt32) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
  }
}

extension ScaleUser {
  /// 0...9999, all alike.
  fileprivate static func randomCode() -> UInt16 {
    while true {
      let drawn = SecureRandom.bytes(2).reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
      // 60,000 is the last whole multiple: what lies above would favour small codes.
      if drawn < 60_000 { return drawn % 10_000 }
    }
  }
}
