import JSON

/// A second factor as its owner sees it; removed ones stay in the list (MF-08).
struct SecondFactor: Hashable, Sendable {
  let id: FactorID
  /// As its owner calls it.
  let name: String
  let madeAt: Timestamp
  /// Nil until a code of it was shown (MF-03).
  let confirmedAt: Timestamp?
  let removedAt: Timestamp?

  var json: JSONValue {
    .object([
      "factor": .string(id.description), "kind": .string("totp"), "name": .string(name),
      "made_at": .string(madeAt.description), "confirmed_at": Self.json(confirmedAt),
      "removed_at": Self.json(removedAt),
    ])
  }

  private static func json(_ time: Timestamp?) -> JSONValue {
    time.map { .string($0.description) } ?? .null
  }
}
