package import JSON

extension JSONObject {
  /// The text of a member; nil when it is not there or no text.
  package func text(_ name: String) -> String? {
    if case .string(let text)? = self[name] { text } else { nil }
  }

  /// The texts of a list; empty when it is none.
  package func texts(_ name: String) -> [String] {
    guard case .array(let elements)? = self[name] else { return [] }
    return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  /// The objects of a list; empty when it is none.
  package func objects(_ name: String) -> [JSONObject] {
    guard case .array(let elements)? = self[name] else { return [] }
    return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
  }

  /// The integer of a member; nil when it is not there or no integer.
  package func integer(_ name: String) -> Int64? {
    if case .integer(let integer)? = self[name] { integer } else { nil }
  }
}
