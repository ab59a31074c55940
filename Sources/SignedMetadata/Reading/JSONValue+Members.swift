package import JSON

extension JSONValue {
  /// An object of unlike names; a nil value leaves its member out.
  package static func members(_ members: [(name: String, value: JSONValue?)]) -> JSONValue {
    var object = JSONObject()
    for (name, value) in members { object[name] = value }
    return .object(object)
  }
}
