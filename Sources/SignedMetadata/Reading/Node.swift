import JSON

/// A value inside a document that is being read, which knows its path and where to report a mistake.
///
/// Each reading method returns nil after it has reported why, so that a reader goes on to the next member and a person learns
/// of everything at once.
struct Node {
  let value: JSONValue
  let path: String
  let log: MistakeLog

  func mistake(_ problem: String, _ remedy: String) {
    log.add(Mistake(path: path, problem: problem, remedy: remedy))
  }

  /// Text of 1 to `most` bytes. Control characters are refused, but for line feeds where `lines` is true; so are the format characters
  /// that turn the direction of what follows (Unicode Technical Report 36, section 3.5).
  func text(most: Int, lines: Bool = false) -> String? {
    guard case .string(let text) = value else { return wrongKind("text") }
    guard !text.isEmpty else {
      mistake("is empty", "write 1 to \(most) bytes of text")
      return nil
    }
    guard text.utf8.count <= most else {
      mistake("is \(text.utf8.count) bytes long", "shorten it to \(most) bytes")
      return nil
    }
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control && !(lines && scalar == "\n")
      let isDirection =
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      if isControl || isDirection {
        mistake(
          "has the invisible character U+\(String(scalar.value, radix: 16, uppercase: true))",
          lines ? "remove it; only line feeds may be there" : "remove it")
        return nil
      }
    }
    return text
  }

  func integer(in range: ClosedRange<Int64>) -> Int64? {
    guard case .integer(let integer) = value else { return wrongKind("a whole number") }
    guard range.contains(integer) else {
      mistake(
        "is \(integer)", "write a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return integer
  }

  func bool() -> Bool? {
    guard case .bool(let claim) = value else { return wrongKind("true or false") }
    return claim
  }

  func object() -> ObjectReader? {
    guard case .object(let object) = value else { return wrongKind("an object { … }") }
    return ObjectReader(object, path: path, log: log)
  }

  /// Elements of a list of `count` elements.
  func elements(_ count: ClosedRange<Int>) -> [Node]? {
    guard case .array(let elements) = value else { return wrongKind("a list [ … ]") }
    guard count.contains(elements.count) else {
      mistake(
        "has \(elements.count) elements",
        "list \(count.lowerBound) to \(count.upperBound)")
      return nil
    }
    return elements.enumerated().map { index, element in
      Node(value: element, path: "\(path)[\(index)]", log: log)
    }
  }

  /// Exactly this text: what a document says it is.
  func expect(_ text: String) {
    guard value != .string(text) else { return }
    mistake("is not \"\(text)\"", "write \"\(text)\"")
  }

  private func wrongKind<T>(_ wanted: String) -> T? {
    let kind =
      switch value {
      case .null: "null"
      case .bool: "true or false"
      case .integer: "a whole number"
      case .number: "a number with a fraction or exponent"
      case .string: "text"
      case .array: "a list"
      case .object: "an object"
      }
    mistake("is \(kind)", "write \(wanted)")
    return nil
  }
}

/// An object that is being read: remembers which members were asked for, so that the others can be refused.
struct ObjectReader {
  let path: String
  let log: MistakeLog
  private let object: JSONObject
  private var known: [String] = []

  init(_ object: JSONObject, path: String, log: MistakeLog) {
    self.object = object
    self.path = path
    self.log = log
  }

  var names: [String] { object.members.map(\.name) }

  mutating func optional(_ name: String) -> Node? {
    known.append(name)
    return object[name].map { Node(value: $0, path: "\(path).\(name)", log: log) }
  }

  mutating func required(_ name: String) -> Node? {
    if let node = optional(name) { return node }
    log.add(
      Mistake(
        path: "\(path).\(name)", problem: "is missing", remedy: "add the member \"\(name)\""))
    return nil
  }

  /// Every member, for objects whose names are free.
  var members: [(name: String, node: Node)] {
    object.members.map { member in
      (member.name, Node(value: member.value, path: "\(path).\(member.name)", log: log))
    }
  }

  /// Reports each member that was not asked for: a misspelled member must not pass as absent.
  func refuseOthers() {
    for member in object.members where !known.contains(member.name) {
      let near = known.first { Self.isNear($0, member.name) }
      log.add(
        Mistake(
          path: "\(path).\(member.name)", problem: "is not known",
          remedy: near.map { "did you mean \"\($0)\"?" }
            ?? "remove it; known are \(known.joined(separator: ", "))"))
    }
  }

  /// Same letters but for case and separators, or one insertion, deletion or replacement apart.
  private static func isNear(_ a: String, _ b: String) -> Bool {
    let a = a.lowercased().filter { $0 != "_" && $0 != "-" }
    let b = b.lowercased().filter { $0 != "_" && $0 != "-" }
    let front = zip(a, b).prefix { $0 == $1 }.count
    let back = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
    let shorter = min(a.count, b.count)
    let longer = max(a.count, b.count)
    return longer - shorter <= 1 && front + back >= longer - 1
  }
}
