package import JSON

/// What is wrong with the body of a request, for a person: 422.
package struct BodyMistake: Error, Hashable, Sendable {
  /// As `device.name`; nil for the body as a whole.
  package let member: String?
  /// What it must be, as "text of 1 to 64 bytes".
  package let rule: String

  package init(_ member: String?, _ rule: String) {
    self.member = member
    self.rule = rule
  }
}

/// What is wrong with the query of a request, for a person: 422.
package struct QueryMistake: Error, Hashable, Sendable {
  package let parameter: String
  /// What it must be, as "csv or json".
  package let rule: String

  package init(_ parameter: String, _ rule: String) {
    self.parameter = parameter
    self.rule = rule
  }
}

/// A body that is one JSON object with no member that is not known (HT-10), read member by member.
package struct JSONBody {
  private let object: JSONObject
  private let path: String?

  package init(_ bytes: [UInt8], known: [String]) throws(BodyMistake) {
    guard let value = try? JSONValue.parsed(bytes) else {
      // Where the syntax broke is no help against a client that sends no JSON at all.
      throw BodyMistake(nil, "one JSON object")
    }
    try self.init(value, at: nil, known: known)
  }

  /// An object within a body; `path` names it in mistakes.
  package init(_ value: JSONValue, at path: String?, known: [String]) throws(BodyMistake) {
    guard case .object(let object) = value else { throw BodyMistake(path, "one JSON object") }
    self.object = object
    self.path = path
    if let unknown = object.members.first(where: { !known.contains($0.name) }) {
      throw BodyMistake(
        full(LogText.cleaned(unknown.name)),
        "not a member here; known are \(known.joined(separator: ", "))")
    }
  }

  package subscript(_ name: String) -> JSONValue? { object[name] }

  /// Text of 1 to `most` bytes without control characters.
  package func text(_ name: String, most: Int) throws(BodyMistake) -> String {
    guard let text = try optionalText(name, most: most) else {
      throw BodyMistake(full(name), "missing")
    }
    return text
  }

  /// The same; nil when it is absent or null.
  package func optionalText(_ name: String, most: Int) throws(BodyMistake) -> String? {
    switch object[name] {
    case nil, .null: return nil
    case .string(let text)
    where (1...most).contains(text.utf8.count) && !LogText.hasControls(text):
      return text
    default:
      throw BodyMistake(full(name), "text of 1 to \(most) bytes without control characters")
    }
  }

  /// A word of letters, digits and `. _ - +`, 1 to `most` long.
  package func name(_ name: String, most: Int) throws(BodyMistake) -> String {
    guard let word = try optionalName(name, most: most) else {
      throw BodyMistake(full(name), "missing")
    }
    return word
  }

  /// The same; nil when it is absent or null.
  package func optionalName(_ name: String, most: Int) throws(BodyMistake) -> String? {
    guard let text = try optionalText(name, most: most) else { return nil }
    guard text.utf8.allSatisfy(Self.isOfAWord) else {
      throw BodyMistake(full(name), "letters, digits and . _ - + only")
    }
    return text
  }

  /// A time of RFC 3339; nil when it is absent or null.
  package func optionalTime(_ name: String) throws(BodyMistake) -> Timestamp? {
    guard let text = try optionalText(name, most: 32) else { return nil }
    guard let time = Timestamp(rfc3339: text) else {
      throw BodyMistake(full(name), "a time with its zone, as 2026-11-24T05:00:00Z")
    }
    return time
  }

  /// Up to `most` texts of up to 64 bytes; nil when it is absent or null.
  package func optionalTexts(_ name: String, most: Int) throws(BodyMistake) -> [String]? {
    switch object[name] {
    case nil, .null: return nil
    case .array(let elements) where elements.count <= most:
      var texts: [String] = []
      for case .string(let text) in elements where text.utf8.count <= 64 { texts.append(text) }
      if texts.count == elements.count { return texts }
    default: break
    }
    throw BodyMistake(full(name), "a list of at most \(most) texts")
  }

  /// Whole or with a fraction; nil when it is absent or null.
  package func optionalNumber(_ name: String) throws(BodyMistake) -> Double? {
    switch object[name] {
    case nil, .null: nil
    case .integer(let number): Double(number)
    case .number(let number): number
    default: throw BodyMistake(full(name), "a number")
    }
  }

  /// Nil when it is absent or null.
  package func optionalBool(_ name: String) throws(BodyMistake) -> Bool? {
    switch object[name] {
    case nil, .null: nil
    case .bool(let value): value
    default: throw BodyMistake(full(name), "true or false")
    }
  }

  /// The mistake that a member with this name breaks this rule.
  package func mistake(_ name: String, _ rule: String) -> BodyMistake {
    BodyMistake(full(name), rule)
  }

  private func full(_ name: String) -> String { path.map { "\($0).\(name)" } ?? name }

  private static func isOfAWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "+"):
      true
    default: false
    }
  }
}
