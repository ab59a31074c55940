/// Why the bytes of a request are not taken. After any of these nobody knows where the next request would begin: answer and close.
package enum ParseRefusal: Error, Hashable, Sendable, CaseIterable {
  case requestLine, methodTooLong, target, version, startLineTooLong
  case lineEnding, fieldName, fieldValue, foldedField, fieldsTooLarge, tooManyFields
  case host, contentLength, transferCoding, expectation
  case chunk, trailers, bodyTooLarge

  package var problem: Problem {
    Problem(status, slug, title, detail: detail)
  }

  package var status: Status {
    switch self {
    case .methodTooLong: .notImplemented
    case .version: .versionNotSupported
    case .startLineTooLong: .uriTooLong
    case .fieldsTooLarge, .tooManyFields: .headerFieldsTooLarge
    case .expectation: .expectationFailed
    case .bodyTooLarge: .contentTooLarge
    case .requestLine, .target, .lineEnding, .fieldName, .fieldValue, .foldedField, .host,
      .contentLength, .transferCoding, .chunk, .trailers:
      .badRequest
    }
  }

  private var slug: String {
    switch self {
    case .methodTooLong: "method-unknown"
    case .version: "version-not-supported"
    case .startLineTooLong: "target-too-long"
    case .fieldsTooLarge, .tooManyFields: "header-too-large"
    case .expectation: "expectation-failed"
    case .bodyTooLarge: "body-too-large"
    case .requestLine, .target, .lineEnding, .fieldName, .fieldValue, .foldedField, .host,
      .contentLength, .transferCoding, .chunk, .trailers:
      "malformed-request"
    }
  }

  private var title: String {
    switch self {
    case .methodTooLong: "No method has so long a name."
    case .version: "Only HTTP/1.1 and HTTP/1.0 are spoken here."
    case .startLineTooLong: "The request's target is too long."
    case .fieldsTooLarge, .tooManyFields: "The request's header is too large."
    case .expectation: "The only expectation that can be met is 100-continue."
    case .bodyTooLarge: "The body is larger than this resource accepts."
    case .requestLine, .target, .lineEnding, .fieldName, .fieldValue, .foldedField, .host,
      .contentLength, .transferCoding, .chunk, .trailers:
      "The request is not well-formed HTTP."
    }
  }

  private var detail: String? {
    switch self {
    case .requestLine: "The first line is not a method, a target and a version."
    case .target: "The target is not a plain path, or its percent-encoding is wrong."
    case .lineEnding: "A line does not end with CR and LF."
    case .fieldName:
      "A field's name is empty, has other than token characters, or has space after it."
    case .fieldValue: "A field's value has control characters."
    case .foldedField: "A field continues on a second line."
    case .host: "There must be exactly one Host field, naming the host of the target."
    case .contentLength: "Content-Length must be one decimal number in one field."
    case .transferCoding:
      "The only transfer coding is \"chunked\", once, in HTTP/1.1, without Content-Length."
    case .chunk: "A chunk's size or end is wrong."
    case .trailers: "The trailer section is wrong or too long."
    case .methodTooLong, .version, .startLineTooLong, .fieldsTooLarge, .tooManyFields,
      .expectation, .bodyTooLarge:
      nil
    }
  }
}
