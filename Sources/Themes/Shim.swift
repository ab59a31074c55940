import JSON

extension JSONValue {
  var jsonBytes: [UInt8] { fatalError("unbuilt") }
  static func parsed(_ bytes: [UInt8]) throws -> JSONValue { fatalError("unbuilt") }
}
extension Timestamp { var rfc3339: String { fatalError("unbuilt") } }
