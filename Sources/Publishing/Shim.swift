package import JSON

extension JSONValue { func encoded() -> [UInt8] { fatalError("unbuilt") } }
extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) { fatalError("unbuilt") }
}
extension Timestamp { var description: String { fatalError("unbuilt") } }
