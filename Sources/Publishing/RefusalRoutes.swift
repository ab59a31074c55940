package import AccountSession
import Cryptography
package import HTTP
import JSON
package import SignedMetadata

extension PublishingDesk {
  /// `/v1/publish/keys` and `/v1/publish/objects`.
  package func routes(gate: SessionGate) -> [Route] {
    KeyRoutes(publishing: self).all(gate: gate) + ObjectRoutes(publishing: self).all(gate: gate)
  }

  /// Work that waits for the disk, and answers or hands its answer on; 503 when too much is waiting already.
  func later(lane: Int, _ work: @escaping @Sendable (Completion) -> Void) -> Answer {
    .later { completion in
      if !self.run(lane: lane, { work(completion) }) { completion.finish(Self.busy.response) }
    }
  }

  private static var busy: Problem {
    var problem = Problem(
      .serviceUnavailable, "busy", "Too many uploads are waiting for the disk.")
    problem.headers = [("Retry-After", "2")]
    return problem
  }
}

extension PublishingDesk.SignerRemoved: ProblemError {
  package var problem: Problem {
    Problem(
      .forbidden, "untrusted-signature", "The document is not signed by a trusted key.",
      detail: "The key that signed it was removed just now.")
  }
}

/// How a refused publication is answered: the same for themes, releases and uploads.
extension Problem {
  /// 422 with every mistake at once, or 403 for signatures that are not trusted.
  package static func refusing(_ refusal: DocumentRefusal) -> Problem {
    switch refusal {
    case .malformed(let mistakes):
      refusing(
        mistakes, slug: "malformed-envelope", title: "The body is not a signed document.")
    case .mistaken(let mistakes):
      refusing(mistakes, slug: "mistaken-document", title: "The document has mistakes.")
    case .untrusted(let role, let signatures, let threshold):
      Problem(
        .forbidden, "untrusted-signature", "The document is not signed by a trusted key.",
        detail:
          "\(threshold) of the keys trusted for \(role.rawValue) must sign; \(signatures) did. "
          + "An operator adds keys at /v1/publish/keys.")
    }
  }

  /// 409 `missing-objects` lists `missing` digests, and `mismatched` ones whose length is not as listed. Nil when there are no faults.
  package static func refusing(_ faults: [PublishingDesk.ObjectFault]) -> Problem? {
    guard !faults.isEmpty else { return nil }
    var missing: [JSONValue] = []
    var mismatched: [JSONValue] = []
    for fault in faults {
      switch fault {
      case .missing(let digest): missing.append(.string(digest.hex))
      case .wrongLength(let digest, let listed, let stored):
        mismatched.append(
          .object([
            "sha256": .string(digest.hex), "listed": .integer(listed), "stored": .integer(stored),
          ]))
      }
    }
    var problem = Problem(
      .conflict, "missing-objects", "Objects that the document names are not here.",
      detail: "Upload them to /v1/publish/objects/{sha256}, then send the document again.")
    problem.members = [
      ("missing", JSONValue.array(missing).encoded()),
      ("mismatched", JSONValue.array(mismatched).encoded()),
    ]
    return problem
  }

  /// 507 when the disk is full, else 500: the cause is for the log, not for the caller.
  package static func refusing(_ error: ObjectStoreError) -> Problem {
    error.isDiskFull ? storageFull : unreadable
  }

  /// 403 with the rights of which one is enough, and how to get it.
  ///
  /// - Parameter what: "theme", "release".
  package static func lacking(_ requirement: EntitlementRequirement, for what: String) -> Problem {
    let remedy = requirement.remedy
    var problem = Problem(
      .forbidden, "entitlement-required", "The account does not hold the right to this \(what).",
      detail: remedy?.advice)
    problem.members = [
      ("any_of", JSONValue.array((remedy?.missing ?? []).map { .string($0) }).encoded())
    ]
    return problem
  }

  private static func refusing(_ mistakes: Mistakes, slug: String, title: String) -> Problem {
    var problem = Problem(
      .unprocessableContent, slug, title,
      detail: mistakes.isCutShort ? "These are the first \(Mistakes.most) mistakes." : nil)
    problem.members = [("mistakes", JSONValue.array(mistakes.all.map(json)).encoded())]
    return problem
  }

  private static func json(_ mistake: Mistake) -> JSONValue {
    var object: JSONObject = [
      "path": .string(mistake.path), "problem": .string(mistake.problem),
      "remedy": .string(mistake.remedy),
    ]
    if let line = mistake.line { object["line"] = .integer(Int64(line)) }
    return .object(object)
  }
}
