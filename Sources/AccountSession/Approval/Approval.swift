import HTTP
import JSON
import SQLite

/// What a request needs to have been approved: an act on an object, in its session. Whether it was, the database says when it is spent.
struct Approval: Hashable, Sendable {
  let act: ApprovedAct
  /// Nil: the account itself.
  let object: String?

  var text: String { act.text(object) }

  /// As an owner is asked for it.
  var json: JSONValue {
    .object([
      "action": .string(act.rawValue), "object": object.map { .string($0) } ?? .null,
      "text": .string(text),
    ])
  }

  /// As a step-up names it.
  init(_ value: JSONValue, at path: String) throws(BodyMistake) {
    // The text is the gateway's; a client that sends it back is not believed.
    let body = try JSONBody(value, at: path, known: ["action", "object", "text"])
    guard let act = ApprovedAct(rawValue: try body.text("action", most: 64)) else {
      throw body.mistake("action", "one of \(ApprovedAct.allCases.map(\.rawValue))")
    }
    self.act = act
    object = try body.optionalText("object", most: 64)
    guard (object == nil) == (act.objectParameter == nil) else {
      throw body.mistake("object", act.objectParameter ?? "null")
    }
  }

  /// As a request to a route needs it.
  init(_ act: ApprovedAct, in request: Request) {
    self.act = act
    object = act.objectParameter.flatMap { request.parameter($0) }
  }
}

extension JSONBody {
  func optionalApproval(_ name: String) throws(BodyMistake) -> Approval? {
    guard let value = self[name], value != .null else { return nil }
    return try Approval(value, at: name)
  }
}

extension AccountDesk {
  /// As `later(as:_:answer:)`, for what its owner has approved. The approval is spent in the same transaction: it opens one door, and of two
  /// requests at once, one.
  func later<T: Sendable>(
    as caller: Caller, spending approval: Approval,
    _ work: @escaping @Sendable (Transaction) throws -> T,
    answer: @escaping @Sendable (T) -> Response
  ) -> Answer {
    later(as: caller) { [clock] transaction in
      guard
        try ApprovalStore.spend(approval, of: caller.session, at: clock.now, in: transaction)
      else { throw Refusal(.needing(approval)) }
      if approval.act.waitsAfterRecovery,
        let until = try RecoveryStore.heldUntil(
          caller.account, at: clock.now, in: transaction)
      {
        throw Refusal(.heldAfterRecovery(until: until))
      }
      return try work(transaction)
    } answer: {
      answer($0)
    }
  }
}
