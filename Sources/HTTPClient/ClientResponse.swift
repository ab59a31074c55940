package import HTTP
package import JSON

/// What a server answered, whole.
package struct ClientResponse: Hashable, Sendable {
  package let head: ResponseHead
  package let body: [UInt8]

  package init(head: ResponseHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }

  package var status: Status { head.status }

  /// The value of a header, several joined by ", ".
  ///
  /// - Parameter name: in lower case.
  package subscript(name: String) -> String? { head[name] }

  package var isSuccess: Bool { (200..<300).contains(status.rawValue) }

  /// The response itself, unless it is not a success: then its problem is thrown.
  package func orRefused() throws(HTTPClientError) -> ClientResponse {
    guard isSuccess else { throw .refused(RemoteProblem(self)) }
    return self
  }

  /// The body as JSON; nil when it is none.
  package var json: JSONValue? {
    // Whoever asks has a sentence for a body that is not what was agreed; where it went wrong is no help to them.
    try? JSONValue.parsed(body)
  }
}
