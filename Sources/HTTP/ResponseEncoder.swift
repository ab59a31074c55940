/// Writes heads of responses into a buffer that the caller keeps.
///
/// A head is written in two pieces, because the second can be prepared long before: `beginHead` writes the status line and what belongs to
/// the connection and the moment, `append…Fields` everything else and the empty line.
package enum ResponseEncoder {
  /// Begins a head.
  ///
  /// - Parameters:
  ///   - date: a whole line as `DateLine` makes it.
  ///   - keepsAlive: whether the connection stays; the field is written where the version does not imply it.
  package static func beginHead(
    _ status: Status, date: [UInt8], keepsAlive: Bool, minorVersion: UInt8,
    to bytes: inout [UInt8]
  ) {
    appendStatusLine(status, to: &bytes)
    bytes.append(contentsOf: date)
    if !keepsAlive {
      append("Connection: close\r\n", to: &bytes)
    } else if minorVersion == 0 {
      append("Connection: keep-alive\r\n", to: &bytes)
    }
  }

  /// The response's fields, ETag and Content-Length, and the empty line.
  ///
  /// - Parameter contentLength: nil for a body whose end is told otherwise; 204 and 304 never carry the field.
  package static func appendFields(
    of response: Response, contentLength: Int64?, to bytes: inout [UInt8]
  ) {
    append(response.headers, to: &bytes)
    if let etag = response.etag { append("ETag", etag, to: &bytes) }
    if let contentLength, response.status != .noContent, response.status != .notModified {
      append("Content-Length", contentLength, to: &bytes)
    }
    append("\r\n", to: &bytes)
  }

  /// The same for a 304 in the place of `response`: without the fields that describe a body (RFC 9110 section 15.4.5). The entity tag
  /// comes last.
  package static func appendNotModifiedFields(of response: Response, to bytes: inout [UInt8]) {
    for header in response.headers where !header.name.isContentField {
      append(header.name, header.value, to: &bytes)
    }
    if let etag = response.etag { append("ETag", etag, to: &bytes) }
    append("\r\n", to: &bytes)
  }

  /// One chunk of a body in chunks; none for an empty piece, which would end the body.
  package static func appendChunk(_ piece: some Collection<UInt8>, to bytes: inout [UInt8]) {
    guard !piece.isEmpty else { return }
    append(number: UInt64(piece.count), radix: 16, to: &bytes)
    append("\r\n", to: &bytes)
    bytes.append(contentsOf: piece)
    append("\r\n", to: &bytes)
  }

  /// The end of a body in chunks.
  package static func appendLastChunk(to bytes: inout [UInt8]) { append("0\r\n\r\n", to: &bytes) }

  /// The answer to `Expect: 100-continue`.
  package static func appendContinue(to bytes: inout [UInt8]) {
    append("HTTP/1.1 100 Continue\r\n\r\n", to: &bytes)
  }

  static func appendStatusLine(_ status: Status, to bytes: inout [UInt8]) {
    if status == .ok { return append("HTTP/1.1 200 OK\r\n", to: &bytes) }
    append("HTTP/1.1 ", to: &bytes)
    append(number: UInt64(status.rawValue), to: &bytes)
    bytes.append(0x20)
    append(status.reason, to: &bytes)
    append("\r\n", to: &bytes)
  }

  package static func append(
    _ headers: [(name: StaticString, value: String)], to bytes: inout [UInt8]
  ) {
    for header in headers { append(header.name, header.value, to: &bytes) }
  }

  package static func append(
    _ name: StaticString, _ value: String, to bytes: inout [UInt8]
  ) {
    append(name, to: &bytes)
    append(": ", to: &bytes)
    var value = value
    value.withUTF8 { text in
      for byte in text where byte < 0x10 {
        precondition(
          byte != 0x0D && byte != 0x0A && byte != 0, "a header's value has no CR, LF or NUL")
      }
      bytes.append(contentsOf: text)
    }
    append("\r\n", to: &bytes)
  }

  package static func append(_ name: StaticString, _ value: Int64, to bytes: inout [UInt8]) {
    precondition(value >= 0, "what is counted in a header is not negative")
    append(name, to: &bytes)
    append(": ", to: &bytes)
    append(number: UInt64(value), to: &bytes)
    append("\r\n", to: &bytes)
  }

  @inline(__always)
  package static func append(_ text: StaticString, to bytes: inout [UInt8]) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  static func append(number: UInt64, radix: UInt64 = 10, to bytes: inout [UInt8]) {
    if number >= radix { append(number: number / radix, radix: radix, to: &bytes) }
    let digit = UInt8(truncatingIfNeeded: number % radix)
    bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
  }
}

extension StaticString {
  /// `Content-Type`, `Content-Language` and the like: of the body, not of the answer.
  fileprivate var isContentField: Bool {
    withUTF8Buffer { name in
      name.count > 8 && name[..<8].elementsEqual("Content-".utf8)
        && !name.elementsEqual("Content-Location".utf8)
    }
  }
}
