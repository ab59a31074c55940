/// What to send for a file: conditions, ranges and HEAD are decided here, so that the server only pushes segments.
package struct FilePlan: Sendable {
  package enum Segment: Hashable, Sendable {
    case bytes([UInt8])
    /// A stretch of the file, never empty.
    case file(Range<Int64>)
  }

  package let status: Status
  /// Of the head, with the empty line. Content-Length among them is the body's exact length.
  package let fields: [UInt8]
  /// Empty for HEAD and for 304.
  package let body: [Segment]
  /// Bytes of all segments together.
  package let bodyLength: Int64

  package init(_ file: FileAnswer, for request: Request) {
    switch Condition(request, etag: file.etag) {
    case .failed:
      let problem = Problem(
        .preconditionFailed, "precondition-failed", "The file is not the one you named.")
      self.init(answering: problem.response, request)
    case .notModified:
      var fields: [UInt8] = []
      ResponseEncoder.appendNotModifiedFields(
        of: file.response(.ok, file.typeHeader), to: &fields)
      self.init(status: .notModified, fields: fields, body: [])
    case .holds:
      switch FilePlan.range(of: file, request) {
      case .whole:
        let body = file.length > 0 ? [Segment.file(0..<file.length)] : []
        self.init(file, .ok, file.typeHeader + [acceptRanges], body, request)
      case .parts(let parts) where parts.count == 1:
        let headers = file.typeHeader + [FilePlan.contentRange(parts[0], file)]
        self.init(file, .partialContent, headers, [.file(parts[0])], request)
      case .parts(let parts):
        self.init(file, parts, request)
      case .unsatisfiable:
        var problem = Problem(
          .rangeNotSatisfiable, "range-not-satisfiable", "The file has no such bytes.",
          detail: "It is \(file.length) bytes long.")
        problem.headers = [("Content-Range", "bytes */\(file.length)")]
        self.init(answering: problem.response, request)
      }
    }
  }

  /// `multipart/byteranges`: RFC 9110 section 14.6.
  private init(_ file: FileAnswer, _ parts: [Range<Int64>], _ request: Request) {
    let boundary = FilePlan.boundary(request)
    var body: [Segment] = []
    for part in parts {
      let range = FilePlan.contentRange(part, file).value
      let head =
        "\r\n--\(boundary)\r\nContent-Type: \(file.contentType)\r\nContent-Range: \(range)\r\n\r\n"
      body.append(.bytes(Array(head.utf8)))
      body.append(.file(part))
    }
    body.append(.bytes(Array("\r\n--\(boundary)--\r\n".utf8)))
    let type = (
      name: StaticString("Content-Type"), value: "multipart/byteranges; boundary=\(boundary)"
    )
    self.init(file, .partialContent, [type], body, request)
  }

  private init(
    _ file: FileAnswer, _ status: Status, _ headers: [(name: StaticString, value: String)],
    _ body: [Segment], _ request: Request
  ) {
    var fields: [UInt8] = []
    let length = body.reduce(0) { $0 + $1.length }
    ResponseEncoder.appendFields(
      of: file.response(status, headers), contentLength: length, to: &fields)
    self.init(status: status, fields: fields, body: request.method == .head ? [] : body)
  }

  private init(answering response: Response, _ request: Request) {
    var fields: [UInt8] = []
    ResponseEncoder.appendFields(
      of: response, contentLength: Int64(response.body.count), to: &fields)
    self.init(
      status: response.status, fields: fields,
      body: request.method == .head ? [] : [.bytes(response.body)])
  }

  private init(status: Status, fields: [UInt8], body: [Segment]) {
    self.status = status
    self.fields = fields
    self.body = body
    bodyLength = body.reduce(0) { $0 + $1.length }
  }

  /// Range counts for GET alone, and If-Range takes it back unless it names this very file; a date never does.
  private static func range(of file: FileAnswer, _ request: Request) -> RangeRequest {
    guard request.method == .get else { return .whole }
    let isCurrent = request.withHeader("if-range") { tag in
      tag.map { $0.elementsEqual(file.etag.utf8) } ?? true
    }
    guard isCurrent else { return .whole }
    return request.withHeader("range") { field in
      field.map { RangeRequest($0, length: file.length) } ?? .whole
    }
  }

  private static func contentRange(
    _ part: Range<Int64>, _ file: FileAnswer
  ) -> (name: StaticString, value: String) {
    ("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.length)")
  }

  /// Readers find the parts by their lengths as well; the boundary only has to be unlikely in the file, so it differs by request.
  private static func boundary(_ request: Request) -> String {
    let mixed = (request.id &+ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
    return "lanyard-\(String(mixed ^ mixed >> 31, radix: 16))-part"
  }
}

private let acceptRanges = (name: StaticString("Accept-Ranges"), value: "bytes")

extension FilePlan.Segment {
  package var length: Int64 {
    switch self {
    case .bytes(let bytes): Int64(bytes.count)
    case .file(let range): Int64(range.count)
    }
  }
}

extension FileAnswer {
  fileprivate var typeHeader: [(name: StaticString, value: String)] {
    [("Content-Type", contentType)]
  }

  fileprivate func response(
    _ status: Status, _ first: [(name: StaticString, value: String)]
  ) -> Response {
    Response(status, headers: first + headers, etag: etag)
  }
}
