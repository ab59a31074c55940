/// One method on one pattern of paths, with what it asks of the caller.
package struct Route {
  package let method: Method
  /// As `/v1/themes/{theme}/files/{digest}`; a name in braces matches one segment.
  package let pattern: StaticString
  /// Bytes of body that are accepted: 0 refuses any body.
  package let bodyLimit: Int
  /// The accepted content type of a body, nil for any.
  package let contentType: StaticString?
  /// What the route declares of itself (authentication, scope, step-up, limit, audit event), for the table that a test reviews (HT-08).
  package let declared: [String: String]
  /// Asked of a head whose body is still on its way: the answer when the body is not wanted. The handler asks for itself again.
  package let refusal: (Request) -> Answer?
  package let handler: (Request) -> Answer

  package init(
    _ method: Method, _ pattern: StaticString, bodyLimit: Int = 0,
    contentType: StaticString? = nil, declared: [String: String] = [:],
    refusal: @escaping (Request) -> Answer? = { _ in nil },
    handler: @escaping (Request) -> Answer
  ) {
    self.method = method
    self.pattern = pattern
    self.bodyLimit = bodyLimit
    self.contentType = contentType
    self.declared = declared
    self.refusal = refusal
    self.handler = handler
  }
}
