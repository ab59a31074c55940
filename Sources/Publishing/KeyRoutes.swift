import AccountSession
import Cryptography
import HTTP
import JSON
import SQLite
import SignedMetadata

/// `/v1/publish/keys`: which keys of the content team are trusted, and for what.
struct KeyRoutes {
  let publishing: PublishingDesk

  private static let reading = AccessRule(scope: .publish, roles: [.publisher, .operator])

  func all(gate: SessionGate) -> [Route] {
    [
      gate.route(.get, "/v1/publish/keys", Self.reading) { _, _ in list() },
      gate.route(
        .post, "/v1/publish/keys",
        AccessRule(
          scope: .operate, roles: [.operator], stepUp: "publish.key.add",
          audit: "publish.key.add"),
        bodyLimit: 4_096, contentType: "application/json"
      ) { request, session in add(request, by: session) },
      gate.route(
        .delete, "/v1/publish/keys/{key}",
        AccessRule(
          scope: .operate, roles: [.operator], stepUp: "publish.key.remove",
          audit: "publish.key.remove")
      ) { request, session in remove(request, by: session) },
    ]
  }

  private func list() -> Answer {
    .now(
      .json(
        .ok,
        JSONValue.object(["keys": .array(publishing.trustedKeys.map(Self.json))]).encoded()))
  }

  private func add(_ request: Request, by session: Session) -> Answer {
    let key: TrustedKey
    switch KeyProposal.parse(request.body) {
    case .failure(let mistakes):
      return .now(Problem.refusing(DocumentRefusal.mistaken(mistakes)).response)
    case .success(let new):
      key = TrustedKey(
        key: new.key, roles: new.roles, name: new.name, addedAt: publishing.accounts.clock.now,
        addedBy: session.account)
    }
    let requestID = request.id
    return publishing.accounts.later(as: session.caller) { [publishing] transaction in
      try publishing.trust(key, requestID: requestID, in: transaction)
    } answer: { _ in
      .json(.created, Self.json(key).encoded())
    }
  }

  private func remove(_ request: Request, by session: Session) -> Answer {
    let id = KeyID(rawValue: request.parameter("key") ?? "")
    let (account, requestID) = (session.account, request.id)
    return publishing.accounts.later(as: session.caller) { [publishing] transaction in
      try publishing.distrust(id, by: account, requestID: requestID, in: transaction)
    } answer: { _ in
      Response(.noContent)
    }
  }

  private static func json(_ key: TrustedKey) -> JSONValue {
    .object([
      "key": .string(key.key.id.rawValue),
      "public": .string(key.key.hex),
      "roles": .array(key.roles.map { .string($0.rawValue) }),
      "name": .string(key.name),
      "added_at": .string(key.addedAt.description),
    ])
  }
}

extension PublishingDesk.KeyRefusal: ProblemError {
  package var problem: Problem {
    switch self {
    case .alreadyTrusted:
      Problem(
        .conflict, "key-exists", "The key is trusted already.",
        detail: "Remove it first to give it other roles.")
    case .notTrusted: Problem(.notFound, "no-such-key", "No such key is trusted.")
    case .tooMany:
      Problem(
        .conflict, "too-many-keys", "Too many keys are trusted.",
        detail: "At most \(KeyRing.mostKeys); remove one that is not used.")
    }
  }
}
