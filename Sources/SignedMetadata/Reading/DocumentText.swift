import JSON

func parseText(_ bytes: [UInt8]) -> Result<JSONValue, Mistakes> { fatalError("unbuilt") }
func parseSource<T>(_ bytes: [UInt8], _ read: (inout ObjectReader) -> T?) -> Result<T, Mistakes> {
  parseText(bytes).flatMap { parseObject($0, lines: bytes, read) }
}
extension JSONValue { var encoded: [UInt8] { fatalError("unbuilt") } }
extension Timestamp {
  init?(_ text: String) { fatalError("unbuilt") }
  var description: String { fatalError("unbuilt") }
}
