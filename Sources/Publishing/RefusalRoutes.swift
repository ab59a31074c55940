package import AccountSession
import Cryptography
package import HTTP
import JSON
package import SQLite
package import SignedMetadata

extension PublishingDesk {
  /// `/v1/publish/keys` and `/v1/publish/objects`.
  package func routes(gate: SessionGate) -> [Route] {
    KeyRoutes(publishing: self).all(gate: gate) + ObjectRoutes(publishing: self).all(gate: gate)
  }

  /// Answers with what `work` returns, computed off the loop; 503 when too much is waiting already.
  package func later(_ work: @escaping @Sendable () -> Response) -> Answer {
    later(lane: 0, work)
  }

  /// The same for work that hands its answer on, to the writer for one.
  package func later(handing work: @escaping @Sendable (Completion) -> Void) -> Answer {
    .later { completion in
      if !self.run(lane: 0, { work(completion) }) { completion.finish(Self.busy.response) }
    }
  }

  func later(lane: Int, _ work: @escaping @Sendable () -> Response) -> Answer {
    .later { completion in
      if !self.run(lane: lane, { completion.finish(work()) }) {
        completion.finish(Self.busy.response)
      }
    }
  }

  private static var busy: Problem {
    var problem = Problem(
      .serviceUnavailable, "busy", "Too many uploads are waiting for the disk.")
    problem.headers = [("Retry-After", "2")]
    return problem
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

  /// The signer was removed between the check and the commit.
  package static func refusing(_ removed: PublishingDesk.SignerRemoved) -> Problem {
    Problem(
      .forbidden, "untrusted-signature", "The document is not signed by a trusted key.",
      detail: "The key that signed it was removed just now.")
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
    error.isDiskFull
      ? diskFull : Problem(.internalServerError, "storage-error", "The storage did not answer.")
  }

  /// What the writer itself refuses. A capability's own refusals (`.refused`) are its own to answer.
  package static func refusing(_ failure: Writer.Failure) -> Problem {
    switch failure {
    case .diskFull: return diskFull
    case .overloaded, .closed:
      var problem = Problem(.serviceUnavailable, "busy", "Too many changes are waiting.")
      problem.headers = [("Retry-After", "2")]
      return problem
    case .refused(let removed as PublishingDesk.SignerRemoved): return refusing(removed)
    case .sqlite, .refused:
      return Problem(.internalServerError, "storage-error", "The storage did not answer.")
    }
  }

  private static var diskFull: Problem {
    Problem(
      .insufficientStorage, "storage-full", "There is no room for this.",
      detail: "Nothing of it was kept. Tell the operator.")
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
