import JSON

/// Parses the text of a document, or reports what is not JSON about it.
func parseText(_ bytes: [UInt8]) -> Result<JSONValue, Mistakes> {
  guard bytes.count <= ContentLimits.documentBytes else {
    return .failure(
      Mistakes(
        Mistake(
          path: "$", line: 1, problem: "is \(bytes.count) bytes long",
          remedy: "keep it to \(ContentLimits.documentBytes) bytes")))
  }
  do {
    return .success(try JSONValue.parsed(bytes))
  } catch {
    return .failure(
      Mistakes(
        Mistake(
          path: "$", line: error.line, problem: "is not JSON: \(error.found)",
          remedy: "mend it there and check again")))
  }
}

/// Reads an object that a person wrote: mistakes have lines.
func parseSource<T>(
  _ bytes: [UInt8], _ read: (inout ObjectReader) -> T?
) -> Result<T, Mistakes> {
  parseText(bytes).flatMap { parseObject($0, lines: bytes, read) }
}
