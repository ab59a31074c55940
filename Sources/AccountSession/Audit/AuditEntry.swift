import Cryptography
package import JSON

/// One line of the audit log, as it is kept.
package struct AuditEntry: Hashable, Sendable {
  /// Its place in the log, from 1 without gaps.
  package let id: Int64
  package let at: Timestamp
  package let actor: AccountID?
  package let subject: AccountID?
  package let action: String
  package let result: String
  package let note: String?
  package let request: Int64?

  /// What the first entry is chained to.
  static let beginning = Digest.sha256([])

  /// The digest that chains this entry to the one before (AU-03): whoever edits, removes or swaps an entry has to recompute every
  /// one after it.
  func chained(to previous: Digest) -> Digest { Digest.sha256(previous.bytes + canonical) }

  /// Every field, as a JSON array: no two entries are written alike.
  private var canonical: [UInt8] {
    JSONValue.array([
      .integer(id), .integer(at.milliseconds), actor.map { .integer($0.number) } ?? .null,
      subject.map { .integer($0.number) } ?? .null, .string(action), .string(result),
      note.map { .string($0) } ?? .null, request.map { .integer($0) } ?? .null,
    ]).encoded()
  }

  /// As the routes of a log answer it. Who acted is told as `self`, `gateway` or `operator`: an operator's account is not the owner's to
  /// know.
  package func json(for reader: AccountID?) -> JSONValue {
    var object: JSONObject = [
      "id": .integer(id), "at": .string(at.description), "action": .string(action),
      "result": .string(result),
    ]
    if let reader {
      let who =
        switch actor {
        case nil: "gateway"
        case reader: "self"
        default: "operator"
        }
      object["actor"] = .string(who)
    } else {
      object["actor"] = actor.map { .string($0.description) } ?? .null
      object["subject"] = subject.map { .string($0.description) } ?? .null
    }
    if let note { object["note"] = .string(note) }
    return .object(object)
  }
}
