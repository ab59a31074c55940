package import HTTP
import JSON
package import SQLite
import SignedMetadata

/// What the publishing routes of every kind of content answer in the same words.
package enum DeliveryRoutes {
  package static func problem(for refusal: DeliveryRefusal) -> Problem {
    switch refusal {
    case .document(.malformed(let mistakes)):
      problem(for: mistakes, "malformed-envelope", "This is not a signed envelope")
    case .document(.mistaken(let mistakes)):
      problem(for: mistakes, "mistaken-document", "The document is signed well, and wrong")
    case .document(.untrusted(let role, let signatures, let threshold)):
      Problem(
        .forbidden, "untrusted-signature", "Not enough trusted keys have signed this",
        detail: "It has \(signatures) good signatures of keys trusted for \(role.rawValue); "
          + "\(threshold) are needed.")
    case .signerRemoved:
      Problem(
        .forbidden, "untrusted-signature", "Not enough trusted keys have signed this",
        detail: "A key that signed it is no longer trusted.")
    case .objects(let faults): problem(for: faults)
    }
  }

  /// What a write that failed is answered; nil when the piece itself refused, which its own routes put into words.
  package static func problem(for failure: Writer.Failure) -> Problem? {
    switch failure {
    case .overloaded, .closed:
      var problem = Problem(.serviceUnavailable, "overloaded", "Too much is waiting to be written")
      problem.headers = [("Retry-After", "2")]
      return problem
    case .diskFull:
      return Problem(.insufficientStorage, "disk-full", "There is no room to write; nothing was kept")
    case .sqlite:
      return Problem(.internalServerError, "internal", "The write failed; nothing was kept")
    case .refused: return nil
    }
  }

  private static func problem(
    for mistakes: Mistakes, _ slug: String, _ title: String
  ) -> Problem {
    var problem = Problem(
      .unprocessableContent, slug, title,
      detail: mistakes.isCutShort ? "There are more mistakes than are listed." : nil)
    let list = mistakes.all.map { mistake in
      JSONValue.members([
        ("path", .string(mistake.path)), ("problem", .string(mistake.problem)),
        ("remedy", .string(mistake.remedy)),
      ])
    }
    problem.members = [("mistakes", JSONValue.array(list).encoded)]
    return problem
  }

  private static func problem(for faults: [PublishingDesk.ObjectFault]) -> Problem {
    var missing: [JSONValue] = []
    var wrong: [JSONValue] = []
    for fault in faults {
      switch fault {
      case .missing(let digest): missing.append(.string(digest.hex))
      case .wrongLength(let digest, let listed, let stored):
        wrong.append(
          .members([
            ("sha256", .string(digest.hex)), ("listed", .integer(listed)),
            ("stored", .integer(stored)),
          ]))
      }
    }
    var problem =
      wrong.isEmpty
      ? Problem(
        .conflict, "missing-objects", "Files of the document were not uploaded yet",
        detail: "Upload them to /v1/publish/objects/{sha256} and publish again.")
      : Problem(
        .unprocessableContent, "wrong-length", "The document lists other lengths than the files have")
    problem.members = [("missing", JSONValue.array(missing).encoded)]
    if !wrong.isEmpty { problem.members.append(("wrong_length", JSONValue.array(wrong).encoded)) }
    return problem
  }
}
