/// The head of a response, as a client reads it: RFC 9112 sections 4 and 6.3. Clients are not hurried, so this one copies.
package struct ResponseHead: Hashable, Sendable {
  package let status: Status
  package let fields: [Field]
  package let body: Framing
  /// Whether another request can follow on the connection, once the body is read.
  package let keepsAlive: Bool
  /// How many bytes the head took.
  package let byteCount: Int

  package struct Field: Hashable, Sendable {
    /// In lower case.
    package let name: String
    /// Trimmed; bytes that are not UTF-8 are replaced.
    package let value: String
  }

  package enum Framing: Hashable, Sendable {
    case none
    case length(Int64)
    case chunked
    /// The body ends with the connection.
    case untilClose
  }

  package enum Step: Hashable, Sendable {
    case incomplete
    case head(ResponseHead)
    /// Nobody knows where this response ends: close.
    case malformed
  }

  /// Bytes of a head with its empty line; a longer one is malformed.
  package static let longest = 65_535
  private static let mostFields = 256

  /// - Parameters:
  ///   - bytes: what came on the connection since the end of the last response.
  ///   - method: of the request; the answer to HEAD has no body whatever it says.
  package static func parse(_ bytes: RawSpan, answering method: Method) -> Step {
    do throws(RequestParser.Stop) {
      return .head(try ResponseHead(bytes.extracting(first: longest), answering: method))
    } catch {
      if case .incomplete = error, bytes.byteCount < longest { return .incomplete }
      return .malformed
    }
  }

  /// The value of a field, several joined by ", ".
  ///
  /// - Parameter name: in lower case.
  package subscript(name: String) -> String? {
    let values = fields.filter { $0.name == name }.map(\.value)
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  private init(
    _ bytes: RawSpan, answering method: Method
  ) throws(RequestParser.Stop) {
    guard let feed = bytes.lineFeed(from: 0) else { throw .incomplete }
    guard feed > 0, bytes[feed - 1] == 0x0D,
      let (status, minorVersion) = ResponseHead.statusLine(bytes.extracting(first: feed - 1))
    else { throw .refused(.requestLine) }

    var fields: [Field] = []
    var at = feed + 1
    while true {
      guard at + 1 < bytes.byteCount else { throw .incomplete }
      if bytes[at] == 0x0D, bytes[at + 1] == 0x0A { break }
      guard fields.count < ResponseHead.mostFields else { throw .refused(.tooManyFields) }
      var field = HeaderField()
      at = try RequestParser.parseField(bytes, from: at, .incomplete, &field)
      fields.append(
        Field(
          name: ResponseHead.text(bytes, field.name).lowercased(),
          value: ResponseHead.text(bytes, field.value)))
    }
    self.status = status
    self.fields = fields
    byteCount = at + 2
    let connection = fields.filter { $0.name == "connection" }
      .flatMap { $0.value.lowercased().split { $0 == "," || $0 == " " } }
    body = try ResponseHead.framing(status, fields, answering: method)
    keepsAlive =
      body != .untilClose && !connection.contains("close")
      && (minorVersion == 1 || connection.contains("keep-alive"))
  }

  private static func framing(
    _ status: Status, _ fields: [Field], answering method: Method
  ) throws(RequestParser.Stop) -> Framing {
    let codings = fields.filter { $0.name == "transfer-encoding" }
    let lengths = fields.filter { $0.name == "content-length" }
    if method == .head || status.rawValue < 200 || status == .noContent || status == .notModified {
      return .none
    }
    if !codings.isEmpty {
      guard codings.count == 1, codings[0].value.lowercased() == "chunked", lengths.isEmpty else {
        throw .refused(.transferCoding)
      }
      return .chunked
    }
    guard let length = lengths.first else { return .untilClose }
    guard lengths.count == 1, (1...18).contains(length.value.utf8.count),
      length.value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int64(length.value)
    else { throw .refused(.contentLength) }
    return count == 0 ? .none : .length(count)
  }

  /// `HTTP/1.1 200 OK`; the reason may be missing, and its space with it.
  private static func statusLine(_ line: RawSpan) -> (Status, minorVersion: UInt8)? {
    guard line.byteCount >= 12, line.startsWith("HTTP/1.", at: 0),
      let minor = line.digit(at: 7), line[8] == 0x20,
      let hundreds = line.digit(at: 9), (1...5).contains(hundreds),
      let tens = line.digit(at: 10), let ones = line.digit(at: 11),
      line.byteCount == 12 || line[12] == 0x20
    else { return nil }
    let number = UInt16(hundreds) * 100 + UInt16(tens) * 10 + UInt16(ones)
    return (Status(rawValue: number), min(minor, 1))
  }

  private static func text(_ bytes: RawSpan, _ extent: Extent) -> String {
    bytes.extracting(extent.range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }
}
