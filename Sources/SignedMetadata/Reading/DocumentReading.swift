import JSON

/// Reads a document whose head says that it is a `Document`; the closure reads the other members.
func parseDocument<Document: SignedDocument>(
  _ signed: JSONValue, _ read: (inout ObjectReader) -> Document?
) -> Result<Document, Mistakes> {
  parseObject(signed, lines: nil) { object in
    object.required("_type")?.expect(Document.type)
    object.required("spec_version")?.expect(documentSpecification)
    return read(&object)
  }
}

/// Reads an object whole: what the closure did not ask for is reported too.
func parseObject<T>(
  _ value: JSONValue, lines text: [UInt8]?, _ read: (inout ObjectReader) -> T?
) -> Result<T, Mistakes> {
  let log = MistakeLog()
  var result: T?
  if var object = Node(value: value, path: "$", log: log).object() {
    result = read(&object)
    object.refuseOthers()
  }
  if let mistakes = log.mistakes(lines: text.map(LineIndex.init)) { return .failure(mistakes) }
  guard let result else {
    preconditionFailure("a reader returned nothing and reported nothing")
  }
  return .success(result)
}

/// The members that every signed document starts with.
func documentHead<Document: SignedDocument>(
  of type: Document.Type, created: Timestamp?
) -> [(name: String, value: JSONValue?)] {
  [
    ("_type", .string(Document.type)),
    ("spec_version", .string(documentSpecification)),
    ("created", created.map { .string($0.description) }),
  ]
}

extension Node {
  /// RFC 3339 in UTC with milliseconds.
  func timestamp() -> Timestamp? {
    guard case .string(let text) = value, let moment = Timestamp(text) else {
      mistake("is not a moment", "write it as 2026-11-24T05:00:00.000Z")
      return nil
    }
    return moment
  }
}
