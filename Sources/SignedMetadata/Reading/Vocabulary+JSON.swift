import JSON

extension LocalizedText {
  var json: JSONValue { .members(texts.map { ($0.tag.text, .string($0.text)) }) }
}

extension VersionRange {
  var json: JSONValue {
    .members([
      ("from", from.map { .string($0.description) }),
      ("below", below.map { .string($0.description) }),
    ])
  }
}

extension EntitlementRequirement {
  var json: JSONValue {
    switch self {
    case .free: .string("free")
    case .anyOf(let names): .members([("any_of", .array(names.map { .string($0) }))])
    }
  }
}
